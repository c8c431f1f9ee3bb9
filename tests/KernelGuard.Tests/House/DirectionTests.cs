using System.Xml.Linq;
using Xunit;

namespace KernelGuard.Tests.House;

public sealed class DirectionTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["KernelGuard.Cel"] = [],
        ["KernelGuard"] = ["KernelGuard.Cel"],
        ["KernelGuard.Extensions.AI.Abstractions"] = ["KernelGuard"],
        ["KernelGuard.Extensions.AI"] = ["KernelGuard", "KernelGuard.Extensions.AI.Abstractions"],
        ["KernelGuard.SemanticKernel"] = ["KernelGuard", "KernelGuard.Extensions.AI.Abstractions"],
        ["KernelGuard.Cli"] = ["KernelGuard"],
    };

    public static TheoryData<string> SourceProjects => [.. Repository.Files("*.csproj", "src")];

    public static TheoryData<string> SourceFolders => [.. CoreFolder.Present];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Project_References_OnlyWhatTheArchitectureAllows(string project)
    {
        var allowed = AllowedProjects[Path.GetFileNameWithoutExtension(project)];

        Assert.Subset(allowed.ToHashSet(), Includes(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ToHashSet()!);
    }

    [Fact]
    public void Cel_References_NoPackage() => Assert.Empty(Includes("src/KernelGuard.Cel/KernelGuard.Cel.csproj", "PackageReference"));

    [Fact]
    [Trait("Requirement", "S2-28")]
    [Trait("Requirement", "S2-29")]
    public void Core_References_AbstractionsAndOneYamlReader() => Assert.All(
        Includes("src/KernelGuard/KernelGuard.csproj", "PackageReference"),
        package => Assert.True(
            package is "YamlDotNet" or "Microsoft.Extensions.Options"
                || (package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && package.EndsWith(".Abstractions", StringComparison.Ordinal)),
            package));

    [Theory]
    [MemberData(nameof(SourceFolders))]
    public void Folder_Uses_OnlyWhatTheArchitectureAllows(string folder)
    {
        Assert.True(CoreFolder.Allowed.ContainsKey(folder), $"docs/architecture.md has no row for `{folder}/`");
        Assert.Empty(CoreFolder.UsesNotAllowed(folder));
    }

    [Fact]
    public void Folders_Use_EachOtherInOneDirection()
    {
        var remaining = CoreFolder.Allowed.ToDictionary(row => row.Key, row => row.Value.Where(used => used != CoreFolder.Cel).ToHashSet());
        while (remaining.FirstOrDefault(row => row.Value.Count == 0) is { Key: { } free })
        {
            remaining.Remove(free);
            foreach (var used in remaining.Values)
            {
                used.Remove(free);
            }
        }

        Assert.Empty(remaining.Keys);
    }

    [Fact]
    public void Core_Uses_NoGlobalUsing() // one would open a folder to all others without a trace in their files
    {
        Assert.DoesNotContain(Repository.Files("*.cs", "src/KernelGuard"), file => Repository.Read(file).Contains("global using", StringComparison.Ordinal));
        Assert.Empty(Includes("src/KernelGuard/KernelGuard.csproj", "Using"));
    }

    [Theory]
    [InlineData("using KernelGuard.Tools;", "Tools")]
    [InlineData("using static KernelGuard.Tools.ToolSchema;", "Tools")]
    [InlineData("using Schema = KernelGuard.Tools.ToolSchema;", "Tools")]
    [InlineData("var x = KernelGuard.Tools.Anything.At.All;", "Tools")]
    [InlineData("global::KernelGuard.Tools.ToolDescriptor? tool;", "Tools")]
    [InlineData("Decisions.Effect effect = default;", "Decisions")]
    [InlineData("return Decisions.Count;", null)]
    [InlineData("return this.Decisions.Effect;", null)]
    [InlineData("// using KernelGuard.Tools;", null)]
    [InlineData("var text = \"KernelGuard.Tools.ToolSchema\";", null)]
    public void Namespaces_OfCode_AreFound(string source, string? expected)
    {
        var found = CoreFolder.Namespaces(CSharpText.CodeOnly(source), new HashSet<string> { "Tools", "Decisions" });

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    private static IEnumerable<string> Includes(string project, string item) =>
        XDocument.Parse(Repository.Read(project)).Descendants(item).Select(element => element.Attribute("Include")!.Value);
}
