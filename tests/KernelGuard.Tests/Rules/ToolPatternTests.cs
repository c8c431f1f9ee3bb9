using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Rules;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class ToolPatternTests
{
    private static readonly Gen<string> Names = Texts('a', 'B', 'b', '.', '_', '\n');
    private static readonly Gen<string> Patterns = Texts('a', 'A', 'b', '.', '*', '*', '_', '\n');

    [Fact]
    [Trait("Requirement", "S1-15")]
    public void Matches_AnyPatternAndName_AgreesWithARegex() =>
        Prop.ForAll(Arb.From(Patterns), Arb.From(Names), (pattern, name) => new ToolPattern(pattern).Matches(name) == RegexMatches(pattern, name))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Theory]
    [InlineData("Refunds.*", "Refunds.Issue.Now", true)]
    [InlineData("refunds.*", "REFUNDS.Issue", true)]
    [InlineData("Refunds.*", "Refunds", false)]
    [InlineData("Refunds.*", "xRefunds.Issue", false)]
    [InlineData("*", "", true)]
    [InlineData("*.Delete*", "Files.DeleteAll", true)]
    [InlineData("Refunds.Issue", "Refunds.Issue ", false)]
    [InlineData("Refunds.Issue", "Refunds.Issue\u200B", false)]
    [InlineData("Refunds.Issue", "Rеfunds.Issue", false)]
    [InlineData("Refunds.Issue", "RefundsXIssue", false)]
    [Trait("Requirement", "S1-15")]
    public void Matches_KnownPairs_ComparesIgnoringCaseAndNothingElse(string pattern, string name, bool expected) =>
        Assert.Equal(expected, new ToolPattern(pattern).Matches(name));

    [Fact]
    [Trait("Requirement", "S2-03")]
    public void Matches_ManyStarsAndNoMatch_EndsSoon()
    {
        var pattern = new ToolPattern(string.Concat(Enumerable.Repeat("*a", 500)) + "b");

        Assert.False(pattern.Matches(new string('a', 5_000)));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public void Matches_UnderAnyCulture_TreatsIAlike(string culture) => Cultures.Run(culture, () =>
    {
        Assert.True(new ToolPattern("files.i*").Matches("FILES.INSERT"));
        Assert.False(new ToolPattern("files.i*").Matches("FILES.\u0130NSERT"));
    });

    [Fact]
    [Trait("Requirement", "S1-15")]
    public void Matches_EveryCharacter_AgreesWithTheLookUpOfExactNames()
    {
        // Exact names are found in a dictionary, patterns by comparison: they must not disagree on what "ignoring case" means.
        var cased = Enumerable.Range(1, 0x10FFFF)
            .Where(Rune.IsValid)
            .Select(value => new Rune(value))
            .Where(rune => Rune.ToUpperInvariant(rune) != rune || Rune.ToLowerInvariant(rune) != rune)
            .Select(rune => rune.ToString())
            .ToList();

        Assert.InRange(cased.Count, 2_000, 10_000);
        Assert.All(cased, text =>
        {
            foreach (var other in new[] { text.ToUpperInvariant(), text.ToLowerInvariant() })
            {
                Assert.Equal(text.Equals(other, StringComparison.OrdinalIgnoreCase), new ToolPattern($"a{text}*").Matches($"A{other}b"));
            }
        });
    }

    internal static bool RegexMatches(string pattern, string name) => Regex.IsMatch(
        name,
        @"\A" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static Gen<string> Texts(params char[] letters) =>
        Gen.Elements(letters).ArrayOf().Select(chars => new string([.. chars.Take(12)]));
}
