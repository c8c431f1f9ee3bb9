using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.RegularExpressions;
using Xunit;

namespace KernelGuard.Cel.Tests.RegularExpressions;

public sealed class PatternPropertyTests
{
    private const int MaxCases = 4_000;
    private const int MaxPlaces = 2 * (PatternCompiler.MaxCaptures + 1);
    private static readonly Gen<string> _texts = Gen.Elements('a', 'b', 'A', '\n', '_', ' ').ArrayOf().Select(units => new string(units));

    private static readonly Gen<string> _atoms = Gen.Elements(
        "a", "b", ".", "[^a]", "[ab]", "\\w", "\\W", "^", "$", "\\b", "\\B", "(?m:^)", "(?m:$)", "(?i:a)", "(?s:.)", "", "(a)", "(|b)");

    private static readonly Gen<string> _repetitions = Gen.Elements(
        "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{0}");

    private static Arbitrary<(string Pattern, string Text)> Cases =>
        Patterns(12).Zip(_texts, (pattern, text) => (pattern, text[..Math.Min(text.Length, 20)])).ToArbitrary();

    private static Gen<string> Patterns(int size) => size <= 1
        ? _atoms
        : Gen.OneOf(
            _atoms,
            Patterns(size / 2).Zip(Patterns(size / 2), (left, right) => left + right),
            Patterns(size / 2).Zip(Patterns(size / 2), (left, right) => $"(?:{left}|{right})"),
            Patterns(size / 2).Select(part => $"({part})"),
            Patterns(size / 2).Zip(_repetitions, (part, times) => $"(?:{part}){times}"));

    [Fact]
    public void Find_RandomPattern_AgreesWithTryingAllWays() => Prop.ForAll(Cases, example =>
    {
        var node = PatternParser.Parse(example.Pattern, out var captures, out _);

        Assert.Equal(PatternOracle.Find(node!, captures, example.Text)?.Take(MaxPlaces), Find(example));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(MaxCases));

    // The platform passes over matches where a part that can be empty is repeated, and of `\W?\W\B` in two spaces before a letter. It
    // has `$` spelled out.
    [Fact]
    public void Find_RandomPatternWithoutRepeatsOfNothing_AgreesWithPlatform() => Prop.ForAll(Cases, example =>
    {
        if (example.Pattern.Contains("\\B", StringComparison.Ordinal) || RepeatsNothing(PatternParser.Parse(example.Pattern, out _, out _)!))
        {
            return;
        }

        var match = new Regex(Regex.Replace(example.Pattern, @"(?<!\(\?m:)\$", @"\z"), RegexOptions.CultureInvariant).Match(example.Text);

        Assert.Equal(
            match.Success ? match.Groups.Cast<Group>().SelectMany(PlacesOf).Take(MaxPlaces) : null,
            Find(example));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(MaxCases));

    [Fact]
    public void IsMatch_RandomPattern_AgreesWithFind() => Prop.ForAll(Cases, example =>
    {
        Assert.True(Pattern.TryParse(example.Pattern, out var pattern, out _));

        Assert.Equal(Find(example) is not null, pattern.IsMatch(example.Text));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(MaxCases));

    [Fact]
    public void TryParse_RandomText_NeverThrows()
    {
        var units = Gen.Elements("()[]{}|*+?^$.\\-,:PpQEdwbxz019a<>=!iU\uD83D\uDE00é".ToCharArray());
        var sources = units.ArrayOf().Select(letters => new string(letters)).ToArbitrary();
        Prop.ForAll(sources, source =>
        {
            var isParsed = Pattern.TryParse(source, out var pattern, out var problem);

            Assert.Equal(isParsed, problem.Length == 0);
            Assert.Equal(isParsed && pattern!.IsMatch("a😀"), isParsed && pattern!.Search("a😀", () => true).Find(0) is not null);
        }).QuickCheckThrowOnFailure();
    }

    private static int[]? Find((string Pattern, string Text) example)
    {
        Assert.True(Pattern.TryParse(example.Pattern, out var pattern, out var problem), problem);
        return pattern.Search(example.Text, () => true).Find(0);
    }

    private static int[] PlacesOf(Group group) => group.Success ? [group.Index, group.Index + group.Length] : [-1, -1];

    private static bool RepeatsNothing(PatternNode node) => node switch
    {
        RepeatNode repeat => repeat.Part.MayBeEmpty || RepeatsNothing(repeat.Part),
        SequenceNode sequence => sequence.Parts.Any(RepeatsNothing),
        ChoiceNode choice => choice.Parts.Any(RepeatsNothing),
        CaptureNode capture => RepeatsNothing(capture.Part),
        _ => false,
    };
}
