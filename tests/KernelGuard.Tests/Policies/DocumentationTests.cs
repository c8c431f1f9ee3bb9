using System.Reflection;
using System.Text.RegularExpressions;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Examples => [.. DocumentedExamples.All().Select(example => example.Name)];

    public static TheoryData<string> Codes => [.. AllCodes()];

    [Theory]
    [MemberData(nameof(Examples))]
    [Trait("Requirement", "S1-09")]
    public void PolicyLanguage_Example_LoadsWithoutFindings(string name)
    {
        var result = PolicyText.Load(DocumentedExamples.All().Single(example => example.Name == name).Text);

        Assert.Equal("", PolicyDiagnosticFormatter.Format(result.Diagnostics.Where(d => d.Code != DiagnosticCodes.NothingPermitted)));
    }

    [Fact]
    public void PolicyLanguage_Examples_AreFound() => Assert.True(DocumentedExamples.All().Count() >= 9);

    [Fact]
    public void PolicyLanguage_EveryKey_IsExplained()
    {
        var text = File.ReadAllText(Repository.FullPath("docs/policy-language.md"));
        KeySet[] sets =
        [
            DocumentKeys.Document, DocumentKeys.Rule, DocumentKeys.Agent, DocumentKeys.Role, DocumentKeys.Resource, DocumentKeys.Tool,
            DocumentKeys.Approval, DocumentKeys.Set, DocumentKeys.Counter, DocumentKeys.Throttle, DocumentKeys.Sandbox,
        ];

        Assert.All(sets.SelectMany(set => set.Known.Concat(set.Later)), key => Assert.Contains($"`{key}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Diagnostics_Table_HasExactlyTheCodes()
    {
        var text = File.ReadAllText(Repository.FullPath("docs/diagnostics.md"));
        var section = text.Split("\n## ").Single(part => part.StartsWith("Findings in policy documents", StringComparison.Ordinal));

        Assert.Equal(AllCodes().Order(StringComparer.Ordinal), Row().Matches(section).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Diagnostics_EveryCode_HasACase(string code)
    {
        // Findings about files need files: PolicyFilesTests. The bound needs a thousand findings: HostileTextTests. What
        // tools do not reach needs tools: ToolReachTests. Cel has no warnings so far.
        string[] elsewhere =
        [
            DiagnosticCodes.FileNotFound, DiagnosticCodes.FileUnreadable, DiagnosticCodes.FileTooLarge, DiagnosticCodes.NotUtf8,
            DiagnosticCodes.NoPolicyFiles, DiagnosticCodes.TooManyFindings, DiagnosticCodes.UnreachedRule, DiagnosticCodes.DubiousExpression,
        ];

        Assert.True(elsewhere.Contains(code) || DiagnosticCase.ReadAll().Any(c => c.Expected.Contains($"[{code}]", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> AllCodes() =>
        typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"^\| `([a-z0-9_]+)` \|[^|]+\|[^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
