using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.RegularExpressions;
using Xunit;

namespace KernelGuard.Cel.Tests.RegularExpressions;

public sealed class PatternPropertyTests
{
    private static readonly Gen<string> _texts = Gen.Elements('a', 'b', 'A', '\n', '_', ' ').ArrayOf().Select(units => new string(units));

    private static readonly Gen<string> _atoms = Gen.Elements(
        "a", "b", ".", "[^a]", "[ab]", "\\w", "\\W", "^", "$", "\\b", "\\B", "(?m:^)", "(?m:$)", "(?i:a)", "(?s:.)", "");

    // Both platforms give this part of the syntax one meaning, but for `$`, which the pattern for the other one spells out.
    private static Gen<string> Patterns(int size) => size <= 1
        ? _atoms
        : Gen.OneOf(
            _atoms,
            Patterns(size / 2).Zip(Patterns(size / 2), (left, right) => left + right),
            Patterns(size / 2).Zip(Patterns(size / 2), (left, right) => $"(?:{left}|{right})"),
            Patterns(size / 2).Zip(Gen.Elements("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}"), (part, times) => $"(?:{part}){times}"));

    [Fact]
    public void IsMatch_RandomPattern_AgreesWithSearchAndPlatform()
    {
        var cases = Patterns(12).Zip(_texts, (pattern, text) => (Pattern: pattern, Text: text)).ToArbitrary();
        Prop.ForAll(cases, example =>
        {
            Assert.True(Pattern.TryParse(example.Pattern, out var pattern, out var problem), problem);

            // The platform's two engines differ from each other where repeats can be empty: each then passes over places that the other finds.
            int[] expected = [Find(example, RegexOptions.None), Find(example, RegexOptions.NonBacktracking)];
            var found = pattern.Search(example.Text, () => true).Find(0)?[0] ?? -1;

            Assert.Contains(found, expected);
            Assert.Equal(found >= 0, pattern.IsMatch(example.Text));
        }).QuickCheckThrowOnFailure();
    }

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

    private static int Find((string Pattern, string Text) example, RegexOptions engine) =>
        new Regex(Translate(example.Pattern), RegexOptions.CultureInvariant | engine).Match(example.Text) is { Success: true } match ? match.Index : -1;

    private static string Translate(string pattern) => Regex.Replace(pattern, @"(?<!\(\?m:)\$", @"\z");
}
