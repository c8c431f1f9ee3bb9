using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies.Reading;

/// <summary>No text makes the loader throw, hang or overflow the stack; whatever is no policy gives an error.</summary>
public sealed class HostileTextTests
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["flow lists"] = new string('[', 1_000_000),
        ["flow maps"] = Repeat("{a: ", 200_000),
        ["block lists"] = Repeat("- ", 300_000),
        ["explicit keys"] = Repeat("? ", 300_000),
        ["nested json"] = Repeat("{\"a\":[", 100_000),
        ["indented maps"] = string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n")),
        ["aliases that multiply"] = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        ["an alias to itself"] = "a: &a [*a]",
        ["a long key"] = new string('a', 1_000_000) + ": 1",
        ["a long quoted key"] = "\"" + new string('a', 1_000_000) + "\": 1",
        ["line breaks"] = "a: b" + new string('\n', 1_000_000) + "c",
        ["commas"] = "[" + new string(',', 1_000_000),
        ["unknown keys"] = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i}: 1\n")),
        ["unknown keys on one line"] = "{" + string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"k{i}: 1")) + "}",
        ["rules that are empty"] = "kernelguard: 1\npolicy: p\nrules:\n" + Repeat("- {}\n", 100_000),
        ["control characters"] = "a: \u0000\u0001",
        ["a lone surrogate"] = "a: \uD800",
        ["an escaped lone surrogate"] = "policy: \"\\uD800\"",
        ["an escape beyond unicode"] = "a: \"\\U00110000\"",
        ["a bad escape"] = "a: \"\\q\"",
        ["a tag with a bad handle"] = "a: !<!bad!> b",
        ["an unknown tag handle"] = "a: !x!y b",
        ["a directive without a document"] = "%YAML 1.2",
        ["a directive of another version"] = "%YAML 9.9\n---\na: b",
        ["a reserved directive"] = "%FOO bar\n---\na: b",
        ["a block indicator with a bad indent"] = "a: |0\n b",
        ["a block indicator with text"] = "a: | b\n c",
        ["a document end first"] = "...\n...\n",
        ["json with a comment"] = "{ \"a\": 1 /* no */ }",
        ["a question mark"] = "?",
        ["a colon"] = ":",
        ["a dash"] = "-",
        ["a document marker"] = "---",
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_HostileText_IsAnError(string name)
    {
        var result = PolicyLoader.Load([new PolicySource(name, Texts[name])]);

        Assert.True(result.HasErrors);
        Assert.InRange(result.Diagnostics.Count, 1, 2002);
        Assert.True(PolicyDiagnosticFormatter.Format(result.Diagnostics).Length < 2_000_000);
    }

    [Fact]
    public void Load_MoreFindingsThanTheBound_SaysSo()
    {
        var text = string.Concat(Enumerable.Range(0, 2000).Select(i => $"k{i}: 1\n"));

        Assert.Contains(PolicyLoader.Load([new PolicySource("a", text)]).Diagnostics, d => d.Code == DiagnosticCodes.TooManyFindings);
    }

    [Fact]
    public void Load_MoreWarningsThanTheBound_LoadsAndSaysSo()
    {
        var rules = Enumerable.Range(0, 1500).Select(i => $"id: r{i}, tool: T{i}, effect: log_only").Append("id: a, tool: X, effect: allow");

        var result = PolicyText.Load(DiagnosticCase.Header + string.Concat(rules.Select(rule => $"  - {{ {rule} }}\n")));

        Assert.False(result.HasErrors);
        Assert.Equal(1001, result.Diagnostics.Count);
        Assert.Contains(result.Diagnostics, d => d is { Code: DiagnosticCodes.TooManyFindings, Severity: PolicySeverity.Warning });
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Load_RandomText_NeverThrows(string culture) => Cultures.Run(culture, () =>
        Prop.ForAll<string?>(text => PolicyLoader.Load([new PolicySource("a", text ?? "")]).HasErrors)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300)));

    [Fact]
    public void Load_RandomYamlPieces_NeverThrows()
    {
        string[] pieces =
        [
            "kernelguard: 1\n", "policy: p\n", "rules:\n", "- ", "  ", "\n", ": ", "id: a", "tool: ", "when: ", "effect: allow", "{", "}", "[", "]", ", ", "\"", "'",
            "|", ">", "&a ", "*a", "!t ", "# c", "? ", "%", "@", "`", "\t", "~", "1e9", "---\n", "...\n", "\\u", "é", "\u2028", "a", "vars:", "tools:", "set:", "reason: x {", "}}",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary();

        Prop.ForAll(texts, text => PolicyLoader.Load([new PolicySource("a", text)]).Diagnostics.All(d => PolicyDiagnosticFormatter.Format(d).Length > 0))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Load_RandomBytes_NeverThrows()
    {
        var folder = Directory.CreateTempSubdirectory("kernelguard-");
        try
        {
            var path = Path.Combine(folder.FullName, "a.yaml");
            Prop.ForAll<byte[]>(bytes =>
            {
                File.WriteAllBytes(path, bytes);
                return PolicyLoader.Load(path).HasErrors;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
