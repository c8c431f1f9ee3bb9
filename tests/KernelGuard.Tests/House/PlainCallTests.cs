using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>What docs/plain-calls.md shows is what happens. Alone, because the example writes to the console and reads a relative path.</summary>
[Collection(Alone)]
public sealed partial class PlainCallTests
{
    private const string Alone = "changes the process";
    private static readonly string Document = Repository.Read("docs/plain-calls.md");

    [Fact]
    public void Example_Equals_TheCodeThatIsRun()
    {
        var source = Repository.Read("tests/KernelGuard.Tests/House/PlainCallExample.cs");
        var lines = Region().Match(source).Groups["code"].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart());

        Assert.Equal(Assert.Single(Markdown.Fences(Document, "csharp")), string.Join('\n', lines));
    }

    [Fact]
    [Trait("Requirement", "S1-06")]
    [Trait("Requirement", "S1-11")]
    [Trait("Requirement", "S1-23")]
    public async Task Example_PrintsWhatTheDocumentSays()
    {
        var folder = Directory.CreateTempSubdirectory("kernelguard-");
        var before = (Directory.GetCurrentDirectory(), Console.Out);
        using var culture = Cultures.Use("");
        using var output = new StringWriter();
        try
        {
            var policies = folder.CreateSubdirectory("policies");
            await File.WriteAllTextAsync(
                Path.Combine(policies.FullName, "refunds.yaml"), Assert.Single(Markdown.Fences(Document, "yaml")), TestContext.Current.CancellationToken);
            Directory.SetCurrentDirectory(folder.FullName);
            Console.SetOut(output);

            await PlainCallExample.RunAsync();
        }
        finally
        {
            var (path, console) = before;
            Console.SetOut(console);
            Directory.SetCurrentDirectory(path);
            folder.Delete(recursive: true);
        }

        Assert.Equal(WithoutIds(Assert.Single(Markdown.Fences(Document, "text"))), WithoutIds(output.ToString().ReplaceLineEndings("\n")));
    }

    private static string WithoutIds(string text) => Id().Replace(text, "<id>");

    [GeneratedRegex(@"// example:begin\n(?<code>.*?) *// example:end", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\b[0-9A-HJKMNP-TV-Z]{26}\b")]
    private static partial Regex Id();

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
