using System.Xml.Linq;

namespace KernelGuard.Hosts.Tests.Packages;

/// <summary>What users install: packed, looked into, installed where nothing else is, and run.</summary>
[Trait("Requirement", "S1-23")]
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private static readonly string[] OnUpstream = ["KernelGuard.Extensions.AI", "KernelGuard.SemanticKernel"];

    public static TheoryData<string> Projects => [.. PackageFeed.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Pack_BuiltAgainstStandIns_IsRefused(string project)
    {
        var run = feed.Run(project);

        if (PackageFeed.HasStandIns && OnUpstream.Contains(project))
        {
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains($"error KGBUILD1: `{project}` cannot be packed", run.Output, StringComparison.Ordinal);
            Assert.False(File.Exists(feed.PathOf(project)));
        }
        else
        {
            run.Expect();
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Package_SaysWhatItIs_AndHoldsWhatItNeeds(string project)
    {
        var package = Open(project);

        Assert.Equal(project, package.Value("id"));
        Assert.Equal(PackageFeed.Version, package.Value("version"));
        Assert.Equal("MIT", package.Value("license"));
        Assert.Equal("README.md", package.Value("readme"));
        Assert.Equal(Project(project).Descendants("Description").Single().Value, package.Value("description"));
        Assert.Contains("README.md", package.Files);
        Assert.Contains(package.Files, file => file.EndsWith($"/{project}.dll", StringComparison.Ordinal));
        Assert.Contains(package.Files, file => file.EndsWith($"/{project}.xml", StringComparison.Ordinal));
        Assert.Contains(new PackedProject(feed.PathOf(project, "snupkg")).Files, file => file.EndsWith($"/{project}.pdb", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Package_DependsOn_WhatItsProjectUsesAndNothingOfTheTests(string project)
    {
        var package = Open(project);
        var references = Project(project).Descendants("PackageReference").Attributes("Include").Select(reference => reference.Value)
            .Concat(Project(project).Descendants("ProjectReference").Attributes("Include").Select(reference => Path.GetFileNameWithoutExtension(reference.Value)));

        if (package.Files.Contains("tools/net10.0/any/DotnetToolSettings.xml"))
        {
            Assert.Empty(package.Dependencies);
            Assert.All(references, name => Assert.Contains($"tools/net10.0/any/{name}.dll", package.Files));
            Assert.DoesNotContain(package.Files, file => file.Contains("xunit", StringComparison.OrdinalIgnoreCase) || file.Contains("Tests", StringComparison.Ordinal));
            return;
        }

        Assert.Subset(package.Dependencies.ToHashSet(), references.ToHashSet());
        Assert.Subset(ProductPackages().Concat(PackageFeed.Projects).ToHashSet(), package.Dependencies.ToHashSet());
    }

    [Fact]
    public async Task Install_IntoAnEmptyProject_BuildsAndRuns()
    {
        var folder = feed.NewFolder("app");
        var packages = (string[])["KernelGuard", "KernelGuard.Cel", "KernelGuard.Extensions.AI.Abstractions"];
        ConsumerProject.Write(folder, packages);

        (await feed.Processes.DotnetAsync(folder, "build", "--nologo", "-v", "q", "--disable-build-servers")).Expect();

        Assert.All(packages, package => Assert.Equal(feed.Folder, feed.ReadSource(package)));
        Assert.Equal(ConsumerProject.Output, (await feed.Processes.DotnetAsync(folder, "run", "--no-build")).Expect());
    }

    [Fact]
    public async Task Install_TheTool_Runs()
    {
        var folder = feed.NewFolder("tool");
        var policies = Repository.FullPath("samples/policies/support");

        (await feed.Processes.DotnetAsync(
            folder, "tool", "install", "KernelGuard.Cli", "--tool-path", "bin", "--version", PackageFeed.Version)).Expect();

        var decided = await feed.Processes.RunAsync(
            Path.Combine(folder, "bin", "kernelguard"), folder,
            "decide", "--policy", policies, "--calls", Repository.FullPath("samples/data/first-denial.jsonl"), "--tools", Repository.FullPath("samples/data/tools.json"));
        Assert.Contains("\"code\":\"refund_over_cap\",\"policy\":\"support\",\"rule\":\"large\"", decided.Expect(), StringComparison.Ordinal);
    }

    private PackedProject Open(string project)
    {
        Assert.SkipWhen(PackageFeed.HasStandIns && OnUpstream.Contains(project), "this package feed lacks what the package is built on");
        return new PackedProject(feed.PathOf(project));
    }

    private static XDocument Project(string name) => XDocument.Parse(Repository.Read($"src/{name}/{name}.csproj"));

    private static IEnumerable<string> ProductPackages() => XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("ItemGroup")
        .Where(group => group.Attribute("Label")?.Value is "Product" or "Upstream").Elements().Attributes("Include").Select(package => package.Value);
}
