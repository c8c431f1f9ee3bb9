using System.Text.RegularExpressions;

namespace KernelGuard.Tests.Policies;

/// <summary>The policies in the documentation: fenced blocks marked <c>yaml policy</c> or <c>json policy</c>.</summary>
internal static partial class DocumentedExamples
{
    public static IEnumerable<DocumentedExample> All()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.FullPath("docs"), "*.md").Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            foreach (Match match in Fence().Matches(text))
            {
                var line = text.AsSpan(0, match.Index).Count('\n') + 1;
                yield return new DocumentedExample($"{Path.GetFileName(file)}:{line}", match.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex("^```(?:yaml|json) policy\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
