using System.Text;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>Code points that differ only by case, as simple case folding of Unicode has it.</summary>
internal static class CaseFolding
{
    // No letter with case is above the second plane.
    private const int ScanLimit = 0x20000;
    private static readonly Lazy<Dictionary<int, int[]>> _orbits = new(FindOrbits);

    /// <summary>Adds to a set what differs from its members only by case.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        var ranges = new List<(int, int)>(set.Ranges());
        foreach (var (codePoint, orbit) in _orbits.Value)
        {
            if (set.Contains(codePoint))
            {
                ranges.AddRange(orbit.Select(other => (other, other)));
            }
        }

        return CodePointSet.Of(ranges);
    }

    public static CodePointSet Close(int codePoint) => _orbits.Value.TryGetValue(codePoint, out var orbit)
        ? CodePointSet.Of(orbit.Select(other => (other, other)))
        : CodePointSet.Of(codePoint);

    private static Dictionary<int, int[]> FindOrbits()
    {
        var orbits = new Dictionary<int, int[]>();
        var groups = Enumerable.Range(0, ScanLimit).Where(Rune.IsValid).GroupBy(Fold);
        foreach (var orbit in groups.Select(group => group.ToArray()).Where(group => group.Length > 1))
        {
            foreach (var codePoint in orbit)
            {
                orbits.Add(codePoint, orbit);
            }
        }

        return orbits;
    }

    // The platform keeps the long s apart from s. The dotted capital I and the dotless small i fold only in Turkish.
    private static int Fold(int codePoint) => codePoint switch
    {
        0x17F => 's',
        0x130 or 0x131 => codePoint,
        _ => Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(codePoint))).Value,
    };
}
