using KernelGuard.Cli.Output;

namespace KernelGuard.Hosts.Tests.Cli.Output;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain \u00e9 \u65e5", "plain \u00e9 \u65e5")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\u202eb\u200b", "a\\u202eb\\u200b")]
    [InlineData("a\nb\r", "a\\u000ab\\u000d")]
    public void Line_UnsafeCharacters_AreEscaped(string text, string expected) => Assert.Equal(expected, PrintableText.Line(text));

    [Fact]
    public void Block_LineFeed_IsKept() => Assert.Equal("a\nb\\u001b", PrintableText.Block("a\nb\u001b"));
}
