using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

public sealed partial class DecisionRecordTests
{
    private const string Folder = "docs/decisions";
    private const int OnePage = 60;
    private static readonly string[] Parts = ["## Context", "## Decision", "## Consequences"];

    public static TheoryData<string> Records => [.. Repository.Files("*.md", Folder)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_IsOnePage_WithNumberStatusAndParts(string path)
    {
        var name = FileName().Match(Path.GetFileName(path));
        var lines = Repository.Read(path).TrimEnd().Split('\n');

        Assert.True(name.Success, $"`{path}` is not named like 0001-own-expression-engine.md");
        Assert.StartsWith($"# {name.Groups["number"].Value}. ", lines[0], StringComparison.Ordinal);
        Assert.Matches(Status(), lines[2]);
        Assert.Equal(Parts, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.InRange(lines.Length, 1, OnePage);
    }

    [Fact]
    public void Records_AreNumbered_WithoutGapOrCollision()
    {
        var numbers = Repository.Files("*.md", Folder).Select(path => Path.GetFileName(path)[..4]).ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => $"{number:D4}"), numbers);
    }

    [Fact]
    public void SupersededRecord_Names_AnExistingOne() => Assert.DoesNotContain(
        Repository.Files("*.md", Folder).Select(path => Status().Match(Repository.Read(path).Split('\n')[2]).Groups["by"].Value),
        by => by.Length > 0 && !Repository.Files($"{by}-*.md", Folder).Any());

    [GeneratedRegex(@"^(?<number>\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^Status: (accepted|rejected|superseded by (?<by>\d{4})), \d{4}-\d{2}-\d{2}$")]
    private static partial Regex Status();
}
