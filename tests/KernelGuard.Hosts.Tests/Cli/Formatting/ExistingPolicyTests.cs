using System.Text;
using System.Text.RegularExpressions;
using KernelGuard.Cli.Formatting;
using KernelGuard.Policies;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

/// <summary>Policies that are there already: samples, fixtures of tests, and examples of documents.</summary>
[Trait("Requirement", "S4-57")]
public sealed partial class ExistingPolicyTests
{
    private static readonly string[] Documents = ["docs/policy-language.md", "docs/policy-cookbook.md", "docs/policy-tests.md", "docs/cli.md", "README.md"];

    public static TheoryData<string> Files { get; } = [.. Repository.Files("*.yaml").Where(file => !file.StartsWith('.'))];

    public static TheoryData<string> Samples { get; } = [.. Repository.Files("*.yaml", "samples")];

    [Fact]
    public async Task FormatCheck_Samples_AreFormatted()
    {
        var result = (await CliCall.RunAsync("format", "--check", Repository.FullPath("samples"))).Expect(0);

        Assert.Matches(@"^files: [4-9][0-9]; not formatted: 0\n$", result.Output);
    }

    [Fact]
    public void Format_ExamplesOfDocuments_StayAsTheyAre()
    {
        var examples = Documents.SelectMany(FindExamples).Where(example => example.Kind != "yaml file=untidy.yaml").Select(example => example.Text).ToList();

        Assert.True(examples.Count > 60);
        Assert.All(examples.Where(example => !example.StartsWith(' ')), example => Assert.Equal(example, Format(example)));
    }

    [Fact]
    public void Format_ExampleOfTheCommand_GivesWhatIsPrinted()
    {
        var examples = FindExamples("docs/cli.md").ToList();

        Assert.Equal(examples.Single(example => example.Kind == "yaml formatted").Text, Format(examples.Single(example => example.Kind == "yaml file=untidy.yaml").Text));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Format_File_SaysTheSameWithTheSameComments(string file)
    {
        var before = Repository.Read(file);
        var after = Format(before);

        Assert.Equal(YamlContent.Read(before), YamlContent.Read(after));
        Assert.Equal(CommentLike().Matches(before).Select(comment => comment.Value), CommentLike().Matches(after).Select(comment => comment.Value));
        Assert.Equal(after, Format(after));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Format_SampleWithOtherWhiteSpace_GivesTheSample(string file)
    {
        var sample = Repository.Read(file);

        Assert.All(Enumerable.Range(1, 10), seed => Assert.Equal(sample, Format(Respace(sample, new Random(seed)))));
    }

    // More white space wherever it says nothing: behind tokens, but not behind a dash (keys stand below each other) or a block scalar (it would be its text).
    private static string Respace(string text, Random random)
    {
        var output = new StringBuilder();
        YamlToken last = default;
        foreach (var token in YamlTokenReader.Read(new PolicySource("p.yaml", text)))
        {
            output.Append(text[last.End..token.Start] switch
            {
                var space when last.End == 0 || last.Kind == TokenKind.Block || text[last.Start] == '-' => space,
                ['\n', '\n', .. var rest] => Spaces(random) + new string('\n', random.Next(2, 5)) + rest,
                var space => Spaces(random) + space,
            });
            output.Append(text[token.Start..token.End]);
            last = token;
        }

        return output.Append(text[last.End..]).Append('\n', random.Next(3)).ToString();
    }

    private static string Spaces(Random random) => new(' ', random.Next(3));

    private static IEnumerable<(string Kind, string Text)> FindExamples(string document) =>
        Example().Matches(Repository.Read(document)).Select(example => (example.Groups["kind"].Value, example.Groups["text"].Value));

    private static string Format(string text) => Layout.Format(new PolicySource("p.yaml", text));

    [GeneratedRegex("^```(?<kind>yaml[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    // Also text in block scalars that looks like a comment has to stay.
    [GeneratedRegex("(?<= |^)#.*", RegexOptions.Multiline)]
    private static partial Regex CommentLike();
}
