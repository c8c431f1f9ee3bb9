using KernelGuard.Calls;

namespace KernelGuard.Policies.Reading;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
internal static class Suggestion
{
    private const int MaxChars = 64;

    /// <summary>A sentence that names the nearest candidate, or null where none is near.</summary>
    public static string? For(string text, IEnumerable<string> candidates) =>
        Nearest(text, candidates) is { } nearest ? $"did you mean {QuotedText.Quote(nearest)}?" : null;

    /// <summary>The nearest candidate within a third of the text's length; of several the first.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var best = Math.Max(1, text.Length / 3) + 1;
        if (text.Length > MaxChars)
        {
            return null;
        }

        foreach (var candidate in candidates)
        {
            if (candidate.Length > MaxChars || Math.Abs(candidate.Length - text.Length) >= best)
            {
                continue;
            }

            var distance = Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>How many characters must be inserted, deleted, replaced or swapped with their neighbour.</summary>
    public static int Distance(string left, string right)
    {
        var older = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], older[j - 2] + 1);
                }
            }

            (older, previous, current) = (previous, current, older);
        }

        return previous[right.Length];
    }
}
