using KernelGuard.Policies.Reading;
using Xunit;

namespace KernelGuard.Tests.Policies.Reading;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("4h", 14_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0s", 0)]
    public void Parse_Duration_IsRead(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("h")]
    [InlineData("4 h")]
    [InlineData("4H")]
    [InlineData("-4h")]
    [InlineData("1.5h")]
    [InlineData("1h30m")]
    [InlineData("1w")]
    [InlineData("4h\n")]
    [InlineData("٤h")]
    [InlineData("10001d")]
    [InlineData("999999999999999d")]
    [InlineData("9999999999999999999999ms")]
    public void Parse_OtherText_IsNull(string text) => Assert.Null(DurationText.Parse(text));
}
