namespace KernelGuard.Tools.Schemas;

/// <summary>A range of lengths or counts; both ends are inside.</summary>
internal readonly record struct SchemaRange(int Least, int Greatest)
{
    /// <summary>The range that everything is in.</summary>
    public static SchemaRange Open { get; } = new(0, int.MaxValue);

    /// <summary>Whether a length or count is in the range.</summary>
    public bool Contains(int value) => value >= Least && value <= Greatest;

    /// <summary>The range in words.</summary>
    public override string ToString() => (Least, Greatest) switch
    {
        (_, int.MaxValue) => $"at least {Least}",
        (0, _) => $"at most {Greatest}",
        _ => $"{Least} to {Greatest}",
    };
}
