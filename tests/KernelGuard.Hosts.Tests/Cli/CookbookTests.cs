using System.Text.Json;
using System.Text.RegularExpressions;

namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Runs docs/policy-cookbook.md: of every recipe the policy, its cases, and what the model is told of the call that is shown.</summary>
public sealed partial class CookbookTests
{
    private static readonly string[] LeftOut = ["executed", "attempt", "ticket", "decision_id"];
    private static readonly string Document = Repository.Read("docs/policy-cookbook.md");

    public static TheoryData<string> Recipes => [.. FindRecipes().Select(recipe => recipe.Title)];

    public static TheoryData<string> Refusals => [.. FindRecipes().Where(recipe => recipe.Blocks.ContainsKey("json call")).Select(recipe => recipe.Title)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Recipe_Cases_Pass(string title)
    {
        using var folder = Write(title);

        (await CliCall.RunAsync("check", folder.Path, "--strict")).Expect(0);
        var result = (await CliCall.RunAsync("test", folder.Path)).Expect(0);

        Assert.Contains("failed: 0", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Recipe_RefusedCall_TellsTheModelWhatIsPrinted(string title)
    {
        using var folder = Write(title);
        var blocks = FindRecipe(title).Blocks;

        var result = (await CliCall.RunAsync("explain", "--policy", folder.Path, "--call", blocks["json call"], "--json")).Expect(0);

        var told = result.Json.GetProperty("refusal").EnumerateObject().Where(member => !LeftOut.Contains(member.Name));
        Assert.Equal(Members(JsonDocument.Parse(blocks["json model"]).RootElement.EnumerateObject()), Members(told));
    }

    [Fact]
    public void Recipes_Each_HasAPolicyAndCases()
    {
        Assert.True(FindRecipes().Count() >= 15);
        Assert.All(FindRecipes(), recipe => Assert.Subset(recipe.Blocks.Keys.ToHashSet(), new HashSet<string> { "yaml policy", "yaml cases" }));
    }

    private static TestFolder Write(string title)
    {
        var blocks = FindRecipe(title).Blocks;
        var folder = new TestFolder();
        folder.Write("policy.yaml", blocks["yaml policy"]);
        folder.Write("tests/recipe.cases.yaml", blocks["yaml cases"]);
        return folder;
    }

    private static string[] Members(IEnumerable<JsonProperty> members) =>
        [.. members.Select(member => $"{member.Name}: {JsonSerializer.Serialize(member.Value)}").Order(StringComparer.Ordinal)];

    private static Recipe FindRecipe(string title) => FindRecipes().Single(recipe => recipe.Title == title);

    private static IEnumerable<Recipe> FindRecipes() => Document.Split("\n### ").Skip(1).Select(section => new Recipe(
        section[..section.IndexOf('\n', StringComparison.Ordinal)],
        Block().Matches(section).ToDictionary(block => block.Groups["kind"].Value, block => block.Groups["text"].Value)));

    [GeneratedRegex("^```(?<kind>yaml policy|yaml cases|json call|json model)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    private sealed record Recipe(string Title, IReadOnlyDictionary<string, string> Blocks);
}
