using KernelGuard.Cel.Tests.Conformance;
using Xunit;

namespace KernelGuard.Cel.Tests.Library;

public sealed class MatchTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("'a@example.com'.matches(r'^[\\w.+-]+@example\\.com$')", "true")]
    [InlineData("'a@example.com\\n'.matches(r'^[\\w.+-]+@example\\.com$')", "false")]
    [InlineData("'x@example.com.evil.io'.matches(r'^[\\w.+-]+@example\\.com$')", "false")]
    [InlineData("matches('abc', 'b')", "true")]
    [InlineData("'٣'.matches(r'\\d')", "false")]
    [InlineData("'é'.matches(r'\\w')", "false")]
    [InlineData("'\\u00a0'.matches(r'\\s')", "false")]
    [InlineData("'\\v'.matches(r'\\s')", "false")]
    [InlineData("'😀'.matches('^.$')", "true")]
    [InlineData("'😀'.matches('^[^a]$')", "true")]
    [InlineData("'😀😀'.matches('^😀{2}$')", "true")]
    [InlineData("'\\n'.matches('.')", "false")]
    [InlineData("'\\n'.matches('[^a]')", "true")]
    [InlineData("'a-z'.matches('^[a-]-[z]$')", "true")]
    [InlineData("'ab'.matches('(?i)^AB$')", "true")]
    [InlineData("'\\u212A'.matches('(?i)k')", "true")]
    [InlineData("'a{1'.matches('a{1')", "true")]
    [InlineData("'x]'.matches('^[]x]+$')", "true")]
    [InlineData("'5'.matches('^[[:digit:]]$')", "true")]
    [InlineData("'aaa'.matches('^a{2,3}?$')", "true")]
    [InlineData("'a'.matches('(?=a)')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('(?i')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches(r'(a)\\1')", "diagnostic: invalid_pattern")]
    [InlineData("'a word'.matches(r'\\bword')", "true")]
    [InlineData("'a'.matches(r'\\Z')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches(r'\\p{L}')", "true")]
    [InlineData("'b'.matches('^[a-z-[aeiou]]$')", "false")]
    [InlineData("'b]'.matches('^[a-z-[aeiou]]$')", "true")]
    [InlineData("'a'.matches('a**')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('a|*')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('(a')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('a)')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('[a')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('[z-a]')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('a{1001}')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('(a{100}){100}')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('a{2,1}')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches('a\\\\')", "diagnostic: invalid_pattern")]
    [InlineData("'a'.matches(x)", "diagnostic: not_supported")]
    [InlineData("dyn(1).matches('a')", "error: no_such_overload")]
    [Trait("Requirement", "S2-12")]
    public void Matches_Pattern_MeansWhatItMeansInRe2(string source, string expected) => Assert.Equal(expected, Expressions.Run(source));

    [Fact]
    public void Matches_PatternsJudgedByRe2_Agrees()
    {
        if (ConformanceData.Folder is not { } folder)
        {
            Assert.Skip("the conformance vectors are not beside the repository");
            return;
        }

        var cases = ConformanceData.Read(folder, "regex-cases.json");
        var answers = ConformanceData.Read(folder, "regex-re2-expected.json");
        for (var i = 0; i < cases.Count; i++)
        {
            var pattern = CelValue.FromString(cases[i][0].GetString()!);
            var environment = Expressions.Standard;
            var compilation = environment.Compile($"x.matches({pattern})");
            var variables = new CelVariables(environment).Set("x", CelValue.FromString(cases[i][1].GetString()!));
            var answer = compilation.Program?.Evaluate(variables).ToString() ?? "ERR";
            Assert.True(answer == answers[i].GetString(), $"{cases[i]}: {answer}, not {answers[i]}");
        }

        output.WriteLine($"regex-cases: {cases.Count} of {cases.Count} as RE2");
        Assert.Equal(108, cases.Count);
    }

    [Theory]
    [InlineData("x.matches('(a{1,500}|b){2}$')", 20_000, "error: cost_exceeded")]
    [InlineData("x.matches('^(a|aa)+$')", 60_000, "true")]
    [InlineData("x.matches('(a*)*b')", 60_000, "false")]
    public void Matches_LongText_IsBounded(string source, int length, string expected) => Assert.Equal(
        expected,
        Expressions.Run(Expressions.Standard, source, variables => variables.Set("x", CelValue.FromString(new string('a', length)))));
}
