namespace KernelGuard.Cel.RegularExpressions;

/// <summary>A set of code points. Immutable; equal if it has the same members.</summary>
internal sealed class CodePointSet : IEquatable<CodePointSet>
{
    public const int Limit = 0x110000;
    private readonly int[] _bounds;

    // Invariant: strictly increasing and of even length; a code point is a member if an odd number of bounds is at or below it.
    private CodePointSet(int[] bounds) => _bounds = bounds;

    public static CodePointSet Any { get; } = new([0, Limit]);

    /// <summary>Gets the places at which membership changes.</summary>
    public ReadOnlySpan<int> Bounds => _bounds;

    public static CodePointSet Of(int codePoint) => new([codePoint, codePoint + 1]);

    /// <summary>Makes a set of ranges, in any order; the last code point of each is a member.</summary>
    public static CodePointSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        var bounds = new List<int>();
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (bounds.Count == 0 || first > bounds[^1])
            {
                bounds.Add(first);
                bounds.Add(last + 1);
            }
            else if (last >= bounds[^1])
            {
                bounds[^1] = last + 1;
            }
        }

        return new CodePointSet([.. bounds]);
    }

    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            yield return (_bounds[i], _bounds[i + 1] - 1);
        }
    }

    public CodePointSet Complement()
    {
        int[] lower = _bounds is [0, ..] ? _bounds[1..] : [0, .. _bounds];
        return new CodePointSet(lower is [.., Limit] ? lower[..^1] : [.. lower, Limit]);
    }

    public bool Contains(int codePoint)
    {
        var index = Array.BinarySearch(_bounds, codePoint);
        return index >= 0 ? (index & 1) == 0 : (~index & 1) != 0;
    }

    public bool Equals(CodePointSet? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds);

    public override bool Equals(object? obj) => Equals(obj as CodePointSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var bound in _bounds)
        {
            hash.Add(bound);
        }

        return hash.ToHashCode();
    }
}
