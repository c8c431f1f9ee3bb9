using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Markdown.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_LinksOnly_ToWhatExists(string document)
    {
        var broken = Markdown.LocalLinks(document, Repository.Read(document)).Where(target => !TargetExists(target));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_NamesOnly_PathsThatExist(string document)
    {
        var unknown = Markdown.NamedPaths(Repository.Read(document)).Where(path => !Repository.Exists(path));

        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_NamesOnly_BuildCommandsThatExist(string document)
    {
        var commands = BuildCommand().Matches(Repository.Read("build.cs")).Select(match => match.Groups["name"].Value).ToHashSet();
        var named = NamedBuildCommand().Matches(Repository.Read(document)).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.Equal(["bench", "demo", "pack", "test"], commands.Order());
        Assert.Subset(commands, named);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_Claims_NoComplianceOrCertification(string document) =>
        Assert.DoesNotMatch(@"(?i)\b(compliant|certified)\b", Repository.Read(document));

    [Fact]
    public void Promise_InTheArchitecture_NamesTestsThatExist()
    {
        var named = TestName().Matches(Repository.Read("docs/architecture.md")).Select(match => (type: match.Groups["type"].Value, test: match.Groups["test"].Value)).ToList();
        var sources = Repository.Files("*.cs", "tests").Select(Repository.Read).ToList();

        var unknown = named.Where(name => !sources.Exists(source => Declares(source, name.type, name.test)));

        Assert.NotEmpty(named);
        Assert.Empty(unknown);
    }

    [Fact]
    [Trait("Requirement", "S2-35")]
    public void Architecture_IsDrawn_AndCriticismInvited()
    {
        Assert.Single(Markdown.Fences(Repository.Read("docs/architecture.md"), "mermaid"));
        Assert.Contains("known-ways-around-report-them", Markdown.Anchors(Repository.Read("docs/threat-model.md")));
        Assert.Contains("docs/threat-model.md", Repository.Read(".github/ISSUE_TEMPLATE/way-around.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_OfADocument_AreResolvedFromItsFolder() => Assert.Equal(
        ["README.md", "docs/b.md#part", "docs/a.md#here"],
        Markdown.LocalLinks("docs/a.md", "[r](../README.md) [b](b.md#part) [h](#here) [web](https://example.org) `[no](code.md)`"));

    [Fact]
    public void NamedPaths_OfADocument_AreThoseInCode() => Assert.Equal(
        ["src/KernelGuard", "docs/a.md", "tests/X"],
        Markdown.NamedPaths("`src/KernelGuard/` and `see docs/a.md`, not docs/b.md or `src/*.cs`\n```bash\nrun tests/X\n```\n"));

    private static bool Declares(string source, string type, string test) =>
        Regex.IsMatch(source, $@"\bclass {type}\b") && Regex.IsMatch(source, $@"\b{test}\(");

    private static bool TargetExists(string target) => target.Split('#') is [var path, .. var fragment]
        && Repository.Exists(path)
        && (fragment is [] || Markdown.Anchors(Repository.Read(path)).Contains(fragment[0]));

    [GeneratedRegex("""^    \["(?<name>\w+)".*\] =>""", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"dotnet run build\.cs (?<name>\w+)")]
    private static partial Regex NamedBuildCommand();

    [GeneratedRegex(@"`(?<type>\w+(Tests|Contract))\.(?<test>\w+)`")]
    private static partial Regex TestName();
}
