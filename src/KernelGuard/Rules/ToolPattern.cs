namespace KernelGuard.Rules;

/// <summary>A tool name, or a pattern of one in which <c>*</c> stands for any characters, dots included. Comparison ignores case, ordinally.</summary>
internal readonly record struct ToolPattern(string Text)
{
    public bool IsExact => !Text.Contains('*', StringComparison.Ordinal);

    /// <summary>Matches in time proportional to both lengths: on a mismatch only the last star is tried again.</summary>
    public bool Matches(string name)
    {
        int pattern = 0, text = 0, star = -1, retry = 0;
        while (text < name.Length)
        {
            if (pattern < Text.Length && Text[pattern] == '*')
            {
                star = pattern++;
                retry = text;
            }
            else if (pattern < Text.Length && Same(Text[pattern], name[text]))
            {
                pattern++;
                text++;
            }
            else if (star >= 0)
            {
                pattern = star + 1;
                text = ++retry;
            }
            else
            {
                return false;
            }
        }

        return Text.AsSpan(pattern).TrimStart('*').IsEmpty;
    }

    private static bool Same(char a, char b) => a == b || char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
