using KernelGuard.Policies.Reading;
using Xunit;

namespace KernelGuard.Tests.Policies.Reading;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("efect", "effect", 1)]
    [InlineData("effcet", "effect", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Pair_CountsEdits(string left, string right, int expected)
    {
        Assert.Equal(expected, Suggestion.Distance(left, right));
        Assert.Equal(expected, Suggestion.Distance(right, left));
    }

    [Theory]
    [InlineData("tols", "tools")]
    [InlineData("EFFECT", "effect")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Nearest_Text_IsFoundWithinAThird(string text, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(text, ["rules", "tools", "effect"]));

    [Fact]
    public void Nearest_HugeText_IsNotCompared() => Assert.Null(Suggestion.Nearest(new string('a', 100_000), ["a"]));
}
