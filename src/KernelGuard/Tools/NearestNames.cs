using KernelGuard.Calls;

namespace KernelGuard.Tools;

/// <summary>Finds the names that a mistyped one may have meant.</summary>
internal static class NearestNames
{
    private const int MaxShown = 3;
    private const int MaxChars = 64;
    private const int MaxCandidates = 2_000;

    /// <summary>The nearest names, best first; none where none is near.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxChars)
        {
            return [];
        }

        var farthest = Math.Max(2, name.Length / 3);
        return
        [
            .. candidates
                .Where(static candidate => candidate.Length <= MaxChars)
                .Take(MaxCandidates)
                .Select(candidate => (Name: candidate, Distance: Math.Min(Distance(name, candidate), Distance(name, LastPart(candidate)))))
                .Where(found => found.Distance <= farthest)
                .OrderBy(static found => found.Distance)
                .ThenBy(static found => found.Name, StringComparer.Ordinal)
                .Take(MaxShown)
                .Select(static found => found.Name),
        ];
    }

    /// <summary>The names in words, quoted.</summary>
    public static string ToText(IEnumerable<string> names) => string.Join(" or ", names.Select(QuotedText.Quote));

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    // Levenshtein's distance over one row, ignoring case.
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[MaxChars + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
