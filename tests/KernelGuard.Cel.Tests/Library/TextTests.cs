using Xunit;

namespace KernelGuard.Cel.Tests.Library;

public sealed class TextTests
{
    [Theory]
    [InlineData("size('🐱é')", "2")]
    [InlineData("'🐱é'.size()", "2")]
    [InlineData("size(b'🐱')", "4")]
    [InlineData("'a🐱b'.charAt(1)", "\"🐱\"")]
    [InlineData("'a🐱b'.charAt(2)", "\"b\"")]
    [InlineData("'a🐱b'.charAt(3)", "\"\"")]
    [InlineData("'a🐱b'.charAt(4)", "error: out_of_range")]
    [InlineData("'a'.charAt(-1)", "error: out_of_range")]
    [InlineData("'a🐱b🐱'.indexOf('b')", "2")]
    [InlineData("'a🐱b🐱'.lastIndexOf('🐱')", "3")]
    [InlineData("'a🐱b🐱'.indexOf('🐱', 2)", "3")]
    [InlineData("'abcabc'.lastIndexOf('c', 4)", "2")]
    [InlineData("'abc'.indexOf('z')", "-1")]
    [InlineData("'abc'.indexOf('')", "0")]
    [InlineData("'abc'.indexOf('', 2)", "2")]
    [InlineData("'abc'.lastIndexOf('')", "3")]
    [InlineData("'abc'.indexOf('a', 4)", "error: out_of_range")]
    [InlineData("'abc'.lastIndexOf('a', -1)", "error: out_of_range")]
    [InlineData("'a🐱bc'.substring(1, 3)", "\"🐱b\"")]
    [InlineData("'a🐱bc'.substring(2)", "\"bc\"")]
    [InlineData("'abc'.substring(2, 1)", "error: out_of_range")]
    [InlineData("'abc'.substring(4)", "error: out_of_range")]
    [InlineData("'aÉZ'.lowerAscii()", "\"aÉz\"")]
    [InlineData("'aéz'.upperAscii()", "\"AéZ\"")]
    [InlineData("'a-a-a'.replace('a', 'b')", "\"b-b-b\"")]
    [InlineData("'a-a-a'.replace('a', 'b', 2)", "\"b-b-a\"")]
    [InlineData("'aaa'.replace('a', 'b', 0)", "\"aaa\"")]
    [InlineData("'🐱b'.replace('', '-')", "\"-🐱-b-\"")]
    [InlineData("'a,b,c'.split(',')", "[\"a\", \"b\", \"c\"]")]
    [InlineData("'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]")]
    [InlineData("'a,b,c'.split(',', 0)", "[]")]
    [InlineData("'a,b,c'.split(',', 1)", "[\"a,b,c\"]")]
    [InlineData("'a🐱'.split('')", "[\"a\", \"🐱\"]")]
    [InlineData("''.split('')", "[]")]
    [InlineData("''.split(',')", "[\"\"]")]
    [InlineData("' \\u00a0\\ta\\u2028 '.trim()", "\"a\"")]
    [InlineData("['a', 'b'].join()", "\"ab\"")]
    [InlineData("['a', 'b'].join('-')", "\"a-b\"")]
    [InlineData("[].join('-')", "\"\"")]
    [InlineData("[1].join()", "diagnostic: no_such_overload")]
    [InlineData("[dyn(1)].join()", "error: no_such_overload")]
    [InlineData("'a🐱b'.reverse()", "\"b🐱a\"")]
    [InlineData("'e\\u0301'.startsWith('e')", "true")]
    [InlineData("'abc'.contains('\\u0000')", "false")]
    [InlineData("'ABC'.contains('b')", "false")]
    [InlineData("'İ'.lowerAscii() == 'İ'", "true")]
    [InlineData("'abc'.endsWith('')", "true")]
    [InlineData("contains('abc', 'b')", "diagnostic: no_such_overload")]
    [InlineData("'a'.nothing()", "diagnostic: undeclared")]
    [InlineData("size(1)", "diagnostic: no_such_overload")]
    [InlineData("size(dyn(1))", "error: no_such_overload")]
    public void Text_Function_CountsCodePoints(string source, string expected) => Assert.Equal(expected, Expressions.Run(source));

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public void Text_InAnyCulture_IsTheSame(string culture)
    {
        using var _ = Cultures.Use(culture);
        Assert.Equal("\"i\"", Expressions.Run("'I'.lowerAscii()"));
        Assert.Equal("\"-1.5\"", Expressions.Run("string(-1.5)"));
        Assert.Equal("-1234", Expressions.Run("int('-1234')"));
        Assert.Equal("99.5", Expressions.Run("double('99.5')"));
        Assert.Equal("timestamp(\"2024-02-29T00:00:00Z\")", Expressions.Run("timestamp('2024-02-29T00:00:00Z')"));
        Assert.Equal("true", Expressions.Run("'INFO'.matches('^[I]NFO$') && 99.5 < 500"));
    }
}
