using Xunit;

namespace KernelGuard.Cel.Tests.Syntax;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0777", "777")]
    [InlineData("0x1F", "31")]
    [InlineData("0xffffffffffffffffu", "18446744073709551615u")]
    [InlineData("12u", "12u")]
    [InlineData("12U", "12u")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("- 9223372036854775808", "-9223372036854775808")]
    [InlineData("-0x8000000000000000", "-9223372036854775808")]
    [InlineData("--1", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("9223372036854775808", "diagnostic: invalid_literal")]
    [InlineData("-9223372036854775809", "diagnostic: invalid_literal")]
    [InlineData("18446744073709551616u", "diagnostic: invalid_literal")]
    [InlineData("1e999", "diagnostic: invalid_literal")]
    [InlineData("0X1F", "diagnostic: invalid_literal")]
    [InlineData("0x", "diagnostic: invalid_literal")]
    [InlineData("1u2", "diagnostic: invalid_literal")]
    [InlineData("1.", "diagnostic: syntax_error")]
    [InlineData("1a", "diagnostic: invalid_literal")]
    [InlineData("1.5u", "diagnostic: invalid_literal")]
    public void Number_Literal_IsReadOrRefused(string source, string expected) => Assert.Equal(expected, Expressions.Run(source));

    [Theory]
    [InlineData("'a'", "a")]
    [InlineData("\"a'b\"", "a'b")]
    [InlineData("'''a'b\nc'''", "a'b\nc")]
    [InlineData("\"\"\"a\"\"b\"\"\"", "a\"\"b")]
    [InlineData("''", "")]
    [InlineData("''''''", "")]
    [InlineData("r'\\n'", "\\n")]
    [InlineData("R\"\\\"", "\\")]
    [InlineData(@"'\a\b\f\n\r\t\v\\\?\""\'\`'", "\a\b\f\n\r\t\v\\?\"'`")]
    [InlineData(@"'\x41\X42'", "AB")]
    [InlineData(@"'\xff'", "\u00ff")]
    [InlineData(@"'\101\377'", "A\u00ff")]
    [InlineData(@"'\u00e9'", "é")]
    [InlineData(@"'\U0001F600'", "\U0001F600")]
    [InlineData("'é😀'", "é😀")]
    public void String_Literal_HasItsCodePoints(string source, string expected)
    {
        var program = Expressions.Standard.Compile(source).Program!;

        Assert.Equal(expected, program.Evaluate(new CelVariables(Expressions.Standard)).AsString);
    }

    [Theory]
    [InlineData("b'abc'", "61-62-63")]
    [InlineData("B\"\"", "")]
    [InlineData(@"b'\xff\377'", "FF-FF")]
    [InlineData("b'ÿ'", "C3-BF")]
    [InlineData("b'😀'", "F0-9F-98-80")]
    [InlineData(@"br'\n'", "5C-6E")]
    [InlineData(@"bR'''a'''", "61")]
    public void Bytes_Literal_HasItsOctets(string source, string expected)
    {
        var program = Expressions.Standard.Compile(source).Program!;

        Assert.Equal(expected, BitConverter.ToString(program.Evaluate(new CelVariables(Expressions.Standard)).AsBytes.ToArray()));
    }

    [Theory]
    [InlineData(@"'\s'")]
    [InlineData(@"'\8'")]
    [InlineData(@"'\400'")]
    [InlineData(@"'\12'")]
    [InlineData(@"'\x4'")]
    [InlineData(@"'\u12'")]
    [InlineData(@"'\uD800'")]
    [InlineData(@"'\uD83D\uDE03'")]
    [InlineData(@"'\U00110000'")]
    [InlineData(@"'\UFFFFFFFF'")]
    [InlineData(@"b'\u0041'")]
    [InlineData(@"b'\U00000041'")]
    [InlineData("'a")]
    [InlineData("'a\nb'")]
    [InlineData("'a\\\nb'")]
    [InlineData("'''a''")]
    [InlineData("rb'a'")]
    [InlineData("'\\")]
    public void Text_MalformedLiteral_IsRefused(string source) => Assert.Null(Expressions.Standard.Compile(source).Program);

    [Fact]
    public void String_WithHalfASurrogatePair_IsRefused() => Assert.Equal("diagnostic: invalid_literal", Expressions.Run("'\ud800'"));
}
