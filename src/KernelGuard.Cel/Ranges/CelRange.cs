namespace KernelGuard.Cel.Ranges;

/// <summary>Which values a place, such as <c>args.amount</c>, can have. Immutable.</summary>
/// <remarks>It may say that there are more values than there are, never fewer. Lists are compared by reference.</remarks>
public sealed record CelRange
{
    /// <summary>Gets the range of a place of which nothing is known.</summary>
    public static CelRange Anything { get; } = new();

    /// <summary>Gets whether the place may be missing.</summary>
    public bool MayBeAbsent { get; init; } = true;

    /// <summary>Gets whether it may be a number other than NaN.</summary>
    public bool MayBeNumber { get; init; } = true;

    /// <summary>Gets whether it may be NaN.</summary>
    public bool MayBeNaN { get; init; } = true;

    /// <summary>Gets whether it may be text.</summary>
    public bool MayBeText { get; init; } = true;

    /// <summary>Gets whether it may be neither number nor text.</summary>
    public bool MayBeOther { get; init; } = true;

    /// <summary>Gets whether it has no fraction where it is a number.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Gets the least number.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Gets whether the least number itself is too small.</summary>
    public bool IsMinExclusive { get; init; }

    /// <summary>Gets the greatest number.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Gets whether the greatest number itself is too large.</summary>
    public bool IsMaxExclusive { get; init; }

    /// <summary>Gets the least size, of text in code points.</summary>
    public long MinSize { get; init; }

    /// <summary>Gets the greatest size, of text in code points.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>Gets the only values, which are text, finite numbers, Booleans and null; null where the rest says which there are.</summary>
    public IReadOnlyList<CelValue>? OneOf { get; init; }

    /// <summary>Gets values that are none, apart from <see cref="OneOf"/>.</summary>
    internal IReadOnlyList<CelValue> Except { get; init; } = [];
}
