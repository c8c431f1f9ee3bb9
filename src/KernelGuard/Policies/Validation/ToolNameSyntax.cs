namespace KernelGuard.Policies.Validation;

/// <summary>What names and patterns of tools may be made of.</summary>
internal static class ToolNameSyntax
{
    private const int MaxChars = 256;

    // They mean something in other pattern languages; here they would only ever match themselves.
    private const string Forbidden = "?[]{}()|^$\\,;\"'`";

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? ProblemOf(string pattern)
    {
        if (pattern.Length > MaxChars)
        {
            return $"it is longer than {MaxChars} characters";
        }

        foreach (var c in pattern)
        {
            if (!char.IsLetterOrDigit(c) && !char.IsPunctuation(c) && !char.IsSymbol(c))
            {
                return "it holds a blank or an invisible character";
            }

            if (Forbidden.Contains(c, StringComparison.Ordinal))
            {
                return c == '`' ? "it holds a backtick" : $"it holds `{c}`, which means nothing in a pattern";
            }
        }

        return pattern.Contains("**", StringComparison.Ordinal) ? "one `*` already crosses dots" : null;
    }
}
