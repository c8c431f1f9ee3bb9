using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.Syntax;
using Xunit;

namespace KernelGuard.Cel.Tests.Syntax;

public sealed class LexerTests
{
    private static readonly string[] _pieces =
    [
        "1", "0x", "1.5e", "a", "`", "'", "\"\"\"", "\\", "r'", "b\"", " ", "\n", "//", "&&", "|", "=", "==", "!", "😀", "\ud800", "é", ".",
        "?", "{", "]", "in",
    ];

    [Fact]
    public void Next_AnySource_CoversEveryCharacterOnce() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(_pieces)).Select(string.Concat).ToArbitrary(), IsCovered).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_AnyString_CoversEveryCharacterOnce() =>
        Prop.ForAll<string?>(source => source is null || IsCovered(source)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a1_b", "Identifier")]
    [InlineData("1.e3", "Int Dot Identifier")]
    [InlineData("a.b", "Identifier Dot Identifier")]
    [InlineData("1.5.5", "Double Double")]
    [InlineData("<=>==!", "LessEqual GreaterEqual Malformed Not")]
    [InlineData("r", "Identifier")]
    [InlineData("br'x'", "Bytes")]
    [InlineData("rb'x'", "Identifier String")]
    [InlineData("a//b\nc", "Identifier Trivia Identifier")]
    public void Next_Source_GivesTokens(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tokens(source).Select(token => token.Kind)));

    private static bool IsCovered(string source)
    {
        var position = 0;
        foreach (var token in Tokens(source))
        {
            if (token.Start != position || token.Length == 0 || (token.Kind == TokenKind.Malformed) != (token.Problem is not null))
            {
                return false;
            }

            position += token.Length;
        }

        return position == source.Length;
    }

    private static List<Token> Tokens(string source)
    {
        var lexer = new Lexer(source);
        var tokens = new List<Token>();
        for (var token = lexer.Next(); token.Kind != TokenKind.End && tokens.Count <= source.Length; token = lexer.Next())
        {
            tokens.Add(token);
        }

        return tokens;
    }
}
