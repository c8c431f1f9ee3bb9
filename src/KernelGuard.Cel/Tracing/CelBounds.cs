namespace KernelGuard.Cel.Tracing;

/// <summary>What a field would have to be. Immutable.</summary>
/// <param name="Path">The field, such as <c>args.amount</c>.</param>
public sealed record CelBounds(string Path)
{
    /// <summary>Gets the lower bound; null for none.</summary>
    public CelValue? Min { get; init; }

    /// <summary>Gets whether the lower bound itself is too low.</summary>
    public bool IsMinExclusive { get; init; }

    /// <summary>Gets the upper bound; null for none.</summary>
    public CelValue? Max { get; init; }

    /// <summary>Gets whether the upper bound itself is too high.</summary>
    public bool IsMaxExclusive { get; init; }

    /// <summary>Gets the values that will do, in place of bounds; empty where bounds count.</summary>
    public IReadOnlyList<CelValue> OneOf { get; init; } = [];

    /// <summary>Whether a number lies within the bounds.</summary>
    internal bool Contains(in CelValue value) =>
        (Min is not { } min || IsInOrder(min, value, IsMinExclusive)) && (Max is not { } max || IsInOrder(value, max, IsMaxExclusive));

    internal static bool IsInOrder(in CelValue low, in CelValue high, bool strictly) =>
        CelValue.Compare(low, high) is { IsError: false } order && (strictly ? order.AsInt < 0 : order.AsInt <= 0);
}
