using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;
using Xunit;

namespace KernelGuard.Tests.Calls;

/// <summary>The checker agrees with the slow way: write the canonical form and compare.</summary>
[Trait("Requirement", "S4-74")]
public sealed class CanonicalJsonCheckerTests
{
    [Fact]
    public void IsCanonical_CanonicalText_IsTrue() =>
        Prop.ForAll(CanonicalJsonValues.Objects, static value => IsCanonical(CanonicalJson.ToText(value))).QuickCheckThrowOnFailure();

    [Fact]
    public void IsCanonical_TextInAnyOtherOrder_AgreesWithTheWriter() =>
        Prop.ForAll(CanonicalJsonValues.Objects, static value =>
        {
            var text = JsonSerializer.Serialize(Plain(value));
            return IsCanonical(text) == (CanonicalJsonValues.Canonical(text) == text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{\"a\":1,\"b\":[1,2,{\"c\":null}],\"d\":\"\\n\"}", true)]
    [InlineData("[[],{},[{}]]", true)]
    [InlineData("{\"😀\":1,\"\ufb33\":2}", true)]
    [InlineData("{\"\ufb33\":2,\"😀\":1}", false)]
    [InlineData("{\"\\n\":1,\"a\":2}", true)]
    [InlineData("{\"a\":2,\"\\n\":1}", false)]
    [InlineData("{\"a\":1,\"a\":1}", false)]
    [InlineData("{\"b\":1,\"a\":1}", false)]
    [InlineData("{\"a\":{\"z\":1},\"b\":{\"a\":1}}", true)]
    [InlineData("[1, 2]", false)]
    [InlineData(" 1", false)]
    [InlineData("1 ", false)]
    [InlineData("-0", false)]
    [InlineData("1.0", false)]
    [InlineData("1e2", false)]
    [InlineData("1e+21", true)]
    [InlineData("9007199254740993", false)]
    [InlineData("9007199254740992", true)]
    [InlineData("\"\\/\"", false)]
    [InlineData("\"\\u0041\"", false)]
    [InlineData("\"\\u001F\"", false)]
    [InlineData("\"\\u001f\"", true)]
    public void IsCanonical_Text_IsTold(string json, bool expected) => Assert.Equal(expected, IsCanonical(json));

    private static object? Plain(object? value) => value switch
    {
        FrozenObject members => members.ToDictionary(static member => member.Key, static member => Plain(member.Value)),
        FrozenList items => items.Select(Plain).ToArray(),
        _ => value,
    };

    private static bool IsCanonical(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        var checker = new CanonicalJsonChecker(bytes, new CanonicalJsonChecker.Level[CanonicalJson.MaxDepth]);
        while (reader.Read())
        {
            checker.Accept(ref reader);
        }

        return checker.IsCanonical;
    }
}
