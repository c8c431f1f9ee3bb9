namespace KernelGuard.Rules.Addresses;

/// <summary>Reads paths. What a program could take for another path is refused.</summary>
internal static class PathReader
{
    /// <summary>The path; null with a problem if the text has no single meaning.</summary>
    public static TextPath? Read(string text, PathStyle style, out string problem)
    {
        problem = TextProblem(text) ?? (style == PathStyle.Windows ? WindowsPaths.ProblemOf(text) : PosixProblem(text)) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        var (root, rest) = style == PathStyle.Windows ? WindowsPaths.Split(WindowsPaths.Fold(text)) : text[0] == '/' ? ("/", text[1..]) : ("", text);
        var segments = rest.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        foreach (var segment in segments)
        {
            problem = SegmentProblem(segment) ?? (style == PathStyle.Windows ? WindowsPaths.NameProblem(segment) : null) ?? "";
            if (problem.Length > 0)
            {
                return null;
            }
        }

        return new TextPath(root, string.Join('/', segments));
    }

    /// <summary>What is wrong with a segment that is not empty; null if nothing is.</summary>
    public static string? SegmentProblem(string segment) => segment == ".." ? "the path has a segment `..`"
        : segment[^1] is '.' or ' ' || segment[0] == ' ' ? "a segment of the path ends in a dot or a space, or begins with one, which some programs drop"
        : null;

    private static string? TextProblem(string text) => text.Length == 0 ? "the path is empty"
        : AmbiguousText.ProblemOf(text) ?? MixedScripts.ProblemOf(text)
        ?? (text.Contains('%') ? "the path has `%`, which some programs decode"
        : text[0] == '~' ? "the path begins with `~`, which some programs replace by a home directory"
        : null);

    private static string? PosixProblem(string text) => text.Contains('\\') ? "the path has `\\`, which some programs take for a separator"
        : text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0]) ? "the path has a drive letter"
        : text.Contains("://", StringComparison.Ordinal) ? "the path is a url"
        : null;
}
