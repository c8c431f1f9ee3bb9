using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Tools;

public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("amont", "amount")]
    [InlineData("AMOUNT", "amount")]
    [InlineData("Fetch", "Web.Fetch")]
    [InlineData("colour", "color")]
    [InlineData("zzzzzz", null)]
    [InlineData("", null)]
    public void Of_Name_FindsWhatWasMeant(string name, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], NearestNames.Of(name, ["color", "amount", "Web.Fetch", "currency"]));

    [Fact]
    public void Of_ManyNear_ShowsThreeBestFirst() =>
        Assert.Equal(["abcd", "abce", "abcf"], NearestNames.Of("abcd", ["abcg", "abcf", "abce", "abcd", "xyzw"]));

    [Fact]
    public void Of_OverlongNames_AreNotCompared()
    {
        Assert.Empty(NearestNames.Of(new string('x', 65), [new string('x', 65)]));
        Assert.Empty(NearestNames.Of("x", [new string('x', 100_000)]));
    }
}
