namespace KernelGuard.Cel.Checking;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    private const int MaxNameChars = 64;

    public static string? For(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxNameChars)
        {
            return null;
        }

        var bound = name.Length <= 3 ? 1 : 2;
        var best = candidates
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= bound)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= bound)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is null ? null : $"did you mean `{best.Name}`?";
    }

    // Levenshtein, ignoring case.
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
