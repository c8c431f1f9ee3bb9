namespace KernelGuard.Cel.Tracing;

/// <summary>Something that would have to hold.</summary>
/// <param name="Holds">Whether it is known to hold as things are.</param>
internal abstract record Requirement(bool Holds)
{
    /// <summary>A field compares so with a constant.</summary>
    internal sealed record Comparison(string Path, Relation Relation, CelValue Constant, bool Holds) : Requirement(Holds);

    /// <summary>A field is one of several constants.</summary>
    internal sealed record Choice(string Path, IReadOnlyList<CelValue> Constants, bool Holds) : Requirement(Holds);

    /// <summary>A field is there, or is not.</summary>
    internal sealed record Presence(string Path, bool IsThere, bool Holds) : Requirement(Holds);

    /// <summary>Anything else.</summary>
    /// <param name="Reads">The fields that it depends on.</param>
    /// <param name="Holds">Whether it holds.</param>
    internal sealed record Other(IReadOnlyCollection<string> Reads, bool Holds) : Requirement(Holds);
}
