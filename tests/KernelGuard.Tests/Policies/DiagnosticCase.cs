using System.Text;
using KernelGuard.Policies;

namespace KernelGuard.Tests.Policies;

/// <summary>
/// One document, or several, and the findings it must give. In a <c>.cases</c> file: <c>=== name</c>, the text, <c>%%%</c>, then per finding
/// <c>error[code] message</c>, <c>  at line:column underlined text</c> and <c>  help: …</c>. <c>=== rules: name</c> puts a header before the text.
/// A line <c>+++ name</c> begins a further document.
/// </summary>
internal sealed record DiagnosticCase(string Name, IReadOnlyList<PolicySource> Sources, string Expected)
{
    public const string Header = "kernelguard: 1\npolicy: p\nrules:\n";

    public static IEnumerable<DiagnosticCase> ReadAll() =>
        Directory.EnumerateFiles(Repository.FullPath("tests/KernelGuard.Tests/Policies/Cases"), "*.cases")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(Parse));

    public static string Describe(PolicyDiagnostic diagnostic)
    {
        var text = new StringBuilder();
        text.Append(diagnostic.Severity == PolicySeverity.Error ? "error" : "warning").Append('[').Append(diagnostic.Code).Append("] ").Append(diagnostic.Message).Append('\n');
        if (diagnostic.SourceLine is { } line)
        {
            text.Append("  at ").Append(diagnostic.File == "a" ? "" : diagnostic.File + ":").Append(diagnostic.Line).Append(':').Append(diagnostic.Column);
            text.Append(diagnostic.Length > 0 ? " " : "").Append(line.AsSpan(diagnostic.Column - 1, diagnostic.Length)).Append('\n');
        }

        return diagnostic.Help is null ? text.ToString() : text.Append("  help: ").Append(diagnostic.Help).Append('\n').ToString();
    }

    private static DiagnosticCase Parse(string text)
    {
        var lines = text.Split('\n', 2);
        var parts = lines[1].Split("%%%\n", 2);
        var body = parts[0].Replace("⇥", "\t", StringComparison.Ordinal);
        var texts = body.Split("+++ ");
        var first = lines[0].StartsWith("rules: ", StringComparison.Ordinal) ? Header + texts[0] : texts[0];
        var sources = new List<PolicySource> { new("a", first) };
        foreach (var other in texts.Skip(1))
        {
            var named = other.Split('\n', 2);
            sources.Add(new PolicySource(named[0], named[1]));
        }

        return new DiagnosticCase(lines[0], sources, parts.Length > 1 ? parts[1].Trim('\n') : "");
    }
}
