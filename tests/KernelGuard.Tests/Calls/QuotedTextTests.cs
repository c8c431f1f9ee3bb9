using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class QuotedTextTests
{
    [Theory]
    [InlineData("plain text-1.2", "`plain text-1.2`")]
    [InlineData("a`b\\c\"d", "`a\\u0060b\\u005Cc\\u0022d`")]
    [InlineData("line\r\nend\t", "`line\\u000D\\u000Aend\\u0009`")]
    [InlineData("zero\u200Bwidth\u202E", "`zero\\u200Bwidth\\u202E`")]
    [InlineData("\U000E0041", "`\\u{E0041}`")]
    [InlineData("\u3164\u2800\uFE0F\u00A0", "`\\u3164\\u2800\\uFE0F\\u00A0`")]
    [InlineData("Ärger 東京 😀", "`Ärger 東京 😀`")]
    [InlineData("", "``")]
    [Trait("Requirement", "S5-33")]
    public void Quote_Text_IsEscaped(string text, string expected) => Assert.Equal(expected, QuotedText.Quote(text));

    [Fact]
    public void Quote_HalfSurrogate_IsEscaped() => Assert.Equal("`\\uD800x`", QuotedText.Quote("\uD800x"));

    [Fact]
    public void Quote_LongText_IsCutWithAnEllipsis()
    {
        Assert.Equal(new string('x', 64), QuotedText.Escape(new string('x', 64)));
        Assert.Equal(new string('x', 63) + "…", QuotedText.Escape(new string('x', 65)));
    }

    [Fact]
    [Trait("Requirement", "S5-33")]
    public void Quote_AnyText_StaysInItsQuotesAndBounds() => Prop.ForAll(ArbMap.Default.ArbFor<char[]>(), chars =>
    {
        var escaped = QuotedText.Escape(new string(chars));
        return escaped.Length <= QuotedText.MaxChars && !escaped.Any(c => char.IsControl(c) || c is '`' or '"');
    }).QuickCheckThrowOnFailure();
}
