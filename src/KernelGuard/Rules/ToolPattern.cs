namespace KernelGuard.Rules;

/// <summary>A tool name, or a pattern of one in which <c>*</c> stands for any characters, dots included. Comparison ignores case, ordinally.</summary>
internal readonly record struct ToolPattern(string Text)
{
    public bool IsExact => !Text.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether some name matches both.</summary>
    public bool Overlaps(ToolPattern other)
    {
        if (IsExact || other.IsExact)
        {
            return IsExact ? other.Matches(Text) : Matches(other.Text);
        }

        // Between the first and the last star anything fits, so only what stands before and after them can differ.
        return Agree(Text[..Text.IndexOf('*')], other.Text[..other.Text.IndexOf('*')], static (one, two) => one.StartsWith(two, StringComparison.OrdinalIgnoreCase))
            && Agree(Text[(Text.LastIndexOf('*') + 1)..], other.Text[(other.Text.LastIndexOf('*') + 1)..], static (one, two) => one.EndsWith(two, StringComparison.OrdinalIgnoreCase));

        static bool Agree(string one, string two, Func<string, string, bool> holds) => holds(one, two) || holds(two, one);
    }

    /// <summary>Whether every name that matches the other matches this one too.</summary>
    /// <remarks>The stars of the other can only lie where this one has a star, so they stand for what any name has there.</remarks>
    public bool Covers(ToolPattern other) => IsExact ? other.IsExact && Matches(other.Text) : Matches(other.Text);

    /// <summary>Whether a name matches. Letters are compared as the look-up of exact names does.</summary>
    public bool Matches(string name)
    {
        if (IsExact)
        {
            return name.Equals(Text, StringComparison.OrdinalIgnoreCase);
        }

        var pieces = Text.Split('*');
        var (first, last) = (pieces[0], pieces[^1]);
        if (name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.OrdinalIgnoreCase)
            || !name.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Of the pieces between stars, the leftmost place of each leaves the most for those after it.
        var rest = name.AsSpan()[first.Length..^last.Length];
        foreach (var piece in pieces.AsSpan(1..^1))
        {
            var at = rest.IndexOf(piece, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }
}
