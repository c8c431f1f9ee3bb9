namespace KernelGuard.Cel.Diagnostics;

/// <summary>A part of an expression's source text, counted in UTF-16 units.</summary>
/// <param name="Start">The index of the first unit, from 0.</param>
/// <param name="Length">The number of units; 0 marks a place between two units, or no place at all.</param>
public readonly record struct CelSpan(int Start, int Length)
{
    /// <summary>Gets the index after the last unit.</summary>
    public int End => Start + Length;

    /// <summary>Finds the line and the column of <see cref="Start"/>, both counted from 1.</summary>
    /// <param name="source">The text that the span belongs to.</param>
    /// <returns>The line, and the column in UTF-16 units. Only a line feed ends a line.</returns>
    public (int Line, int Column) Locate(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var before = source.AsSpan(0, Math.Clamp(Start, 0, source.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    internal string Of(string source) => source.Substring(Start, Length);

    internal static CelSpan Cover(CelSpan first, CelSpan last) => new(first.Start, Math.Max(last.End, first.End) - first.Start);
}
