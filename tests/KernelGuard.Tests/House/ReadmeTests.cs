using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>What the README shows is the second sample; that the sample prints what its file says is tested where the sample is run.</summary>
public sealed class ReadmeTests
{
    private const string Sample = "samples/02-semantic-kernel";
    private static readonly string Readme = Repository.Read("README.md");

    [Fact]
    [Trait("Requirement", "S1-23")]
    public void Code_IsTheSample_ButForItsUsings()
    {
        var code = Assert.Single(Markdown.Fences(Readme, "csharp"));
        var source = Repository.Read($"{Sample}/Program.cs");

        Assert.EndsWith("\n\n" + code, source, StringComparison.Ordinal);
        Assert.All(source[..^code.Length].TrimEnd().Split('\n'), line => Assert.StartsWith("using ", line, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "S1-23")]
    public void Output_IsWhatTheSamplePrints() =>
        Assert.Equal(Repository.Read($"{Sample}/expected-output.txt").TrimEnd(), Assert.Single(Markdown.Fences(Readme, "text")).TrimEnd());

    [Fact]
    public void Rules_AreThoseOfTheSample() =>
        Assert.Contains(Assert.Single(Markdown.Fences(Readme, "yaml")), Repository.Read("samples/policies/support/support.yaml"), StringComparison.Ordinal);

    [Fact]
    public void Readme_OpensWith_TheCode() =>
        Assert.InRange(Readme[..Readme.IndexOf("```csharp", StringComparison.Ordinal)].Count(c => c == '\n'), 1, 12);

    [Fact]
    public void Commands_AreTwo() =>
        Assert.Equal("dotnet run build.cs demo\ndotnet run build.cs test\n", Markdown.Fences(Readme, "bash").First());

    [Fact]
    public void Ci_Runs_WhatTheReadmeSays() => Assert.All(
        (string[])[".ci/run", ".github/workflows/ci.yml"],
        file => Assert.All(
            Markdown.Fences(Readme, "bash").First().Trim().Split('\n'),
            command => Assert.Contains(command, Repository.Read(file), StringComparison.Ordinal)));
}
