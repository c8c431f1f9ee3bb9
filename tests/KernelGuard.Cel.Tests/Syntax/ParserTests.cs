using Xunit;

namespace KernelGuard.Cel.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("24 / 4 / 2", "3")]
    [InlineData("7 % 4 * 2", "6")]
    [InlineData("-2 - -3", "1")]
    [InlineData("1 < 2 == true", "true")]
    [InlineData("2 in [1, 2] == true", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("true ? 1 : false ? 2 : 3", "1")]
    [InlineData("false ? 1 : false ? 2 : 3", "3")]
    [InlineData("false || true ? 1 : 2", "1")]
    [InlineData("!!true", "true")]
    [InlineData("!true == false", "true")]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("[,]", "[]")]
    [InlineData("[]", "[]")]
    [InlineData("{'a': 1,}", "{\"a\": 1}")]
    [InlineData("{,}", "{}")]
    [InlineData("{'while': 1}.while", "1")]
    [InlineData("{'content-type': 1}.`content-type`", "1")]
    [InlineData("{'a.b/c d_1': 1}.`a.b/c d_1`", "1")]
    [InlineData("has({'a-b': 1}.`a-b`)", "true")]
    [InlineData("1 // one\n + 2", "3")]
    [InlineData("1 // a return does not end it \r + 2", "1")]
    [InlineData("\t1\f+\r\n2 ", "3")]
    [InlineData("{'a': [{'b': 7}]}.a[0].b", "7")]
    [InlineData("'a' . size()", "1")]
    public void Grammar_Expression_HasItsValue(string source, string expected) => Assert.Equal(expected, Expressions.Run(source));

    [Theory]
    [InlineData("", "syntax_error")]
    [InlineData(" // nothing", "syntax_error")]
    [InlineData("1 +", "syntax_error")]
    [InlineData("(1", "syntax_error")]
    [InlineData("1)", "syntax_error")]
    [InlineData("1 2", "syntax_error")]
    [InlineData("[1,,2]", "syntax_error")]
    [InlineData("{1:}", "syntax_error")]
    [InlineData("{1}", "syntax_error")]
    [InlineData("size('a',)", "syntax_error")]
    [InlineData("x.", "syntax_error")]
    [InlineData("x..y", "syntax_error")]
    [InlineData("x.in", "syntax_error")]
    [InlineData("x.true", "syntax_error")]
    [InlineData("x.`y`()", "syntax_error")]
    [InlineData("`x`", "syntax_error")]
    [InlineData("x.``", "invalid_literal")]
    [InlineData("x.`a$b`", "invalid_literal")]
    [InlineData("while", "syntax_error")]
    [InlineData("while(1)", "syntax_error")]
    [InlineData("-!true", "syntax_error")]
    [InlineData("!-x", "syntax_error")]
    [InlineData("true ? 1", "syntax_error")]
    [InlineData("x = 1", "syntax_error")]
    [InlineData("x & 1", "syntax_error")]
    [InlineData("x | 1", "syntax_error")]
    [InlineData("x # 1", "syntax_error")]
    [InlineData("true $", "syntax_error")]
    [InlineData("has(x)", "invalid_macro")]
    [InlineData("has(x['a'])", "invalid_macro")]
    [InlineData("has(has(x.a))", "invalid_macro")]
    [InlineData("[1].all(x.y, true)", "invalid_macro")]
    [InlineData("[1].all(1, true)", "invalid_macro")]
    [InlineData("[1].map(.y, true)", "invalid_macro")]
    [InlineData("Message{a: 1}", "not_supported")]
    [InlineData("a.b.Message{}", "not_supported")]
    public void Grammar_NoExpression_IsRefused(string source, string code) =>
        Assert.Equal(code, Expressions.Standard.Compile(source).Diagnostics[0].Code);

    [Fact]
    public void Errors_InSeveralPlaces_AreReportedTogether()
    {
        var diagnostics = Expressions.Standard.Compile("size('\\s', 99999999999999999999, missing) + [1].all(2, nowhere)").Diagnostics;

        Assert.Equal(["invalid_literal", "invalid_literal", "invalid_macro", "undeclared"], diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Theory]
    [InlineData("all", 32)]
    [InlineData("||", 32)]
    public void Capacity_RequiredByTheLanguage_IsThere(string operation, int count)
    {
        var source = operation == "||"
            ? string.Join(" || ", Enumerable.Repeat("false", count))
            : new string('(', count) + "true" + new string(')', count);

        Assert.Equal(operation == "||" ? "false" : "true", Expressions.Run(source));
    }
}
