using KernelGuard.Cel.RegularExpressions;
using Xunit;

namespace KernelGuard.Cel.Tests.RegularExpressions;

public sealed class PatternTests
{
    [Theory]
    [InlineData("abc", "xabcx", true)]
    [InlineData("^abc$", "xabcx", false)]
    [InlineData("^a|b$", "cb", true)]
    [InlineData("^(?:a|b)$", "cb", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("(?i)straße", "STRAßE", true)]
    [InlineData("(?i)ΣΑΣ", "σας", true)]
    [InlineData("(?i)[a-c]+$", "ABC", true)]
    [InlineData("(?i)\\W", "\u017F", false)]
    [InlineData("a(?i)b|c", "C", true)]
    [InlineData("(a(?i)b)c", "aBC", false)]
    [InlineData("(?im-s:^A.$)", "x\naB\ny", true)]
    [InlineData("(?-i:a)", "A", false)]
    [InlineData("[^\\d\\s]", "1 2", false)]
    [InlineData("[\\]\\-a]+$", "]-a", true)]
    [InlineData("[[:^alpha:]]", "abc", false)]
    [InlineData("[[:alpha:][:digit:]]{3}", "a1b", true)]
    [InlineData("[a\\pN]$", "٣", true)]
    [InlineData("^\\p{Greek}\\p{Latin}\\p{Cyrillic}\\p{Han}$", "αaя中", true)]
    [InlineData("\\p{Nko}", "\u07c0", true)]
    [InlineData("\\p{Lu}", "a", false)]
    [InlineData("(?i)\\p{Lu}", "a", true)]
    [InlineData("\\P{^L}", "a", true)]
    [InlineData("\\x{1F600}|\\x41", "😀", true)]
    [InlineData("\\101\\060", "A0", true)]
    [InlineData("\\Q(a|b)*\\E", "(a|b)*", true)]
    [InlineData("^\\Qab\\E+$", "abbb", true)]
    [InlineData("\\Qa.b", "a.b", true)]
    [InlineData("x{2,3}y", "xy", false)]
    [InlineData("^x{0}y", "y", true)]
    [InlineData("x{", "x{", true)]
    [InlineData("x{1", "x{1", true)]
    [InlineData("x{01}", "x{01}", true)]
    [InlineData("\\bfoo\\b", "a foo b", true)]
    [InlineData("\\bfoo\\b", "afoo", false)]
    [InlineData("\\Boo", "foo", true)]
    [InlineData("^$", "", true)]
    [InlineData("(?m)^$", "a\n\nb", true)]
    [InlineData("^*a", "ba", true)]
    [InlineData("(a*)*$", "aaaa", true)]
    [InlineData("(a|b|)+c", "abc", true)]
    [InlineData("(?P<year>\\d{4})-(?<month>\\d\\d)", "on 2026-11", true)]
    public void IsMatch_Pattern_MeansWhatItMeansInRe2(string pattern, string text, bool expected)
    {
        Assert.True(Pattern.TryParse(pattern, out var parsed, out var problem), problem);

        Assert.Equal(expected, parsed.IsMatch(text));
        Assert.Equal(expected, parsed.Search(text, () => true).Find(0) is not null);
    }

    [Theory]
    [InlineData("a)", "`)` has no `(`")]
    [InlineData("(a", "`(` has no `)`")]
    [InlineData("[a", "`[` has no `]`")]
    [InlineData("[z-a]", "the ends of a range in `[]` are in the wrong order")]
    [InlineData("[a-\\d]", "there is no escape `\\d`")]
    [InlineData("[[:foo:]]", "there is no class `[:foo:]`")]
    [InlineData("a**", "a repetition is repeated")]
    [InlineData("(|*)", "a repetition has nothing to repeat")]
    [InlineData("{2}", "a repetition has nothing to repeat")]
    [InlineData("a{3,2}", "the smaller count of a repetition comes first")]
    [InlineData("a{99999999999}", "a repetition is at most 1000")]
    [InlineData("((a{10}){10}){11}", "repetitions in repetitions come to more than 1000")]
    [InlineData("\\2", "RE2 has no back-references")]
    [InlineData("(?=a)", "RE2 has no group of this kind")]
    [InlineData("(?<=a)", "RE2 has no look-around")]
    [InlineData("(?<a b>a)", "the name of a group is malformed")]
    [InlineData("(?P<n>a)(?P<n>b)", "the group name `n` occurs twice")]
    [InlineData("(?P=n)", "after `(?P` comes the name of a group, as in `(?P<name>x)`")]
    [InlineData("(?-)", "after `-` comes a flag")]
    [InlineData("(?i", "RE2 has no group of this kind")]
    [InlineData("\\", "a backslash ends the pattern")]
    [InlineData("\\x{110000}", "there is no escape `\\x`")]
    [InlineData("\\xZ", "there is no escape `\\x`")]
    [InlineData("\\pX", "there is no class of Unicode characters `X`")]
    [InlineData("\\p{", "there is no class of Unicode characters ``")]
    [InlineData("((((((((((a{9}){9}b){9}){9}){9}){9}){9}){9}){9}){9})", "repetitions in repetitions come to more than 1000")]
    public void TryParse_MalformedPattern_SaysWhatIsWrong(string pattern, string expected)
    {
        Assert.False(Pattern.TryParse(pattern, out _, out var problem));

        Assert.Equal(expected, problem);
    }

    [Fact]
    public void TryParse_DeepGroups_AreRefused() =>
        Assert.False(Pattern.TryParse(new string('(', 4_000) + new string(')', 4_000), out _, out _));

    [Fact]
    public void TryParse_HalfASurrogatePair_IsRefused() => Assert.False(Pattern.TryParse("a\uD83Db", out _, out _));

    [Fact]
    public void TryParse_LargeRepetitions_AreRefused()
    {
        Assert.False(Pattern.TryParse(string.Concat(Enumerable.Repeat("\\pL{1000}", 20)), out _, out var problem));

        Assert.Equal("the pattern is too large: its repetitions are written out", problem);
    }

    [Fact]
    public void Find_TooMuchWork_StopsOnTheWay()
    {
        Assert.True(Pattern.TryParse("(a{1,400}|b)*c", out var pattern, out _));
        var calls = 0;
        var search = pattern.Search(new string('a', 60_000), () => ++calls < 5);

        Assert.Null(search.Find(0));
        Assert.True(search.IsExhausted);
        Assert.Equal(5, calls);
    }

    [Fact]
    public void Find_ManyGroups_RemembersThoseThatCanBeNamed()
    {
        Assert.True(Pattern.TryParse(string.Concat(Enumerable.Repeat("(a)", 500)), out var pattern, out _));

        Assert.Equal(500, pattern.CaptureCount);
        Assert.Equal(20, pattern.Search(new string('a', 600), () => true).Find(0)!.Length);
    }

    [Theory]
    [InlineData("a+", "baab", "1-3")]
    [InlineData("a+?", "baab", "1-2")]
    [InlineData("(?U)a+", "baab", "1-2")]
    [InlineData("(a)|(b)", "b", "0-1 - 0-1")]
    [InlineData("(a+)(b*)", "xaab", "1-4 1-3 3-4")]
    [InlineData("(a|ab)(c|bcd)(d*)", "abcd", "0-4 0-1 1-4 4-4")]
    [InlineData("(?:(a)|b)*", "ab", "0-2 0-1")]
    [InlineData("x*", "yx", "0-0")]
    [InlineData("(|a)*", "aa", "0-0 0-0")]
    [InlineData("(|a)+", "aa", "0-0 0-0")]
    [InlineData("(a*)*", "b", "0-0 0-0")]
    [InlineData("(.)$", "😀", "0-2 0-2")]
    [InlineData("c", "ab", "")]
    [InlineData("(?:(?:(?i:a)|(?m:^))|(?:)*)\\W", "ab\n\n", "2-3")]
    [InlineData("(?:|a)+b", "aab", "0-3")]
    [InlineData("(|a)*b", "aab", "0-3 1-2")]
    [InlineData("(a|b*)*$", "ab", "0-2 1-2")]
    [InlineData("(\\b|a)*?(b|)+", "ab", "0-0 - 0-0")]
    [InlineData("(a??){2,}b", "aab", "0-3 1-2")]
    public void Find_Pattern_PrefersWhatPerlPrefers(string pattern, string text, string expected)
    {
        Assert.True(Pattern.TryParse(pattern, out var parsed, out _));

        var places = parsed.Search(text, () => true).Find(0) ?? [];

        Assert.Equal(expected, string.Join(" ", places.Chunk(2).Select(place => place[0] < 0 ? "-" : $"{place[0]}-{place[1]}")));
    }
}
