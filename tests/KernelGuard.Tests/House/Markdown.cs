using System.Text.RegularExpressions;

namespace KernelGuard.Tests.House;

/// <summary>What the documentation tests need of a Markdown file.</summary>
internal static partial class Markdown
{
    /// <summary>The documents of the repository; issue forms and the like are no prose.</summary>
    public static IEnumerable<string> Documents => Repository.Files("*.md");

    /// <summary>The contents of fenced blocks of one language.</summary>
    public static IEnumerable<string> Fences(string text, string language) =>
        Fence().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["body"].Value);

    /// <summary>The targets of links that stay in the repository, as paths from its root with their fragments.</summary>
    public static IEnumerable<string> LocalLinks(string document, string text) =>
        from match in Link().Matches(WithoutCode(text))
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        select target.StartsWith('#') ? document + target : Normalize(Path.Combine(Path.GetDirectoryName(document)!, target));

    /// <summary>The fragments by which the headings of a document can be linked to.</summary>
    public static IEnumerable<string> Anchors(string text) => Heading().Matches(Fence().Replace(text, ""))
        .Select(match => NotInAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    /// <summary>What a document calls by a path of this repository: in code spans, and in blocks of commands.</summary>
    public static IEnumerable<string> NamedPaths(string text) =>
        RepositoryPath().Matches(string.Join('\n', CodeSpan().Matches(Fence().Replace(text, "")).Select(match => match.Groups["code"].Value)
            .Concat(Fences(text, "bash")).Concat(Fences(text, "sh")))).Select(match => match.Value.TrimEnd('.', '/'));

    private static string WithoutCode(string text) => CodeSpan().Replace(Fence().Replace(text, ""), "");

    private static string Normalize(string path) => Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, Repository.Root)).Replace('\\', '/');

    [GeneratedRegex(@"^```(?<language>[^\n]*)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`(?<code>[^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"(?<![\w./-])(src|tests|samples|docs|\.github|\.ci)/[\w./-]+(?![\w*{<…-])")]
    private static partial Regex RepositoryPath();
}
