using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>What the README shows is what happens. Alone, because the example writes to the console and reads a relative path.</summary>
[Collection(Alone)]
public sealed partial class ReadmeTests
{
    private const string Alone = "changes the process";
    private static readonly string Readme = Repository.Read("README.md");

    [Fact]
    public void Example_Equals_TheCodeThatIsRun()
    {
        var source = Repository.Read("tests/KernelGuard.Tests/House/ReadmeExample.cs");
        var lines = Region().Match(source).Groups["code"].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart());

        Assert.Equal(Assert.Single(Markdown.Fences(Readme, "csharp")), string.Join('\n', lines));
    }

    [Fact]
    [Trait("Requirement", "S1-06")]
    [Trait("Requirement", "S1-11")]
    [Trait("Requirement", "S1-23")]
    public async Task Example_PrintsWhatTheReadmeSays()
    {
        var folder = Directory.CreateTempSubdirectory("kernelguard-");
        var before = (Directory.GetCurrentDirectory(), Console.Out, CultureInfo.CurrentCulture);
        using var output = new StringWriter();
        try
        {
            var policies = folder.CreateSubdirectory("policies");
            await File.WriteAllTextAsync(
                Path.Combine(policies.FullName, "refunds.yaml"), Assert.Single(Markdown.Fences(Readme, "yaml")), TestContext.Current.CancellationToken);
            Directory.SetCurrentDirectory(folder.FullName);
            Console.SetOut(output);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

            await ReadmeExample.RunAsync();
        }
        finally
        {
            (var path, var console, CultureInfo.CurrentCulture) = before;
            Console.SetOut(console);
            Directory.SetCurrentDirectory(path);
            folder.Delete(recursive: true);
        }

        Assert.Equal(WithoutIds(Assert.Single(Markdown.Fences(Readme, "text"))), WithoutIds(output.ToString().ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Readme_Shows_TheTwoCommandsFirst() =>
        Assert.StartsWith("dotnet run build.cs demo\ndotnet run build.cs test\n", Markdown.Fences(Readme, "bash").First(), StringComparison.Ordinal);

    [Fact]
    public void Ci_Runs_WhatTheReadmeSays() => Assert.All(
        (string[])[".ci/run", ".github/workflows/ci.yml"],
        file => Assert.All(
            Markdown.Fences(Readme, "bash").First().Trim().Split('\n'),
            command => Assert.Contains(command, Repository.Read(file), StringComparison.Ordinal)));

    private static string WithoutIds(string text) => Id().Replace(text, "<id>");

    [GeneratedRegex(@"// readme:begin\n(?<code>.*?) *// readme:end", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\b[0-9A-HJKMNP-TV-Z]{26}\b")]
    private static partial Regex Id();

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
