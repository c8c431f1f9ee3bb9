using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class JsonArgumentsReaderTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e2", 100L)]
    [InlineData("-0", 0L)]
    [InlineData("-0.0", 0L)]
    [InlineData("9007199254740991", 9007199254740991L)]
    [InlineData("9.007199254740991e15", 9007199254740991L)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    [InlineData("1e-400", 0L)]
    [InlineData("99.5", 99.5)]
    [Trait("Requirement", "S2-15")]
    public void Read_Number_HasOneForm(string text, object expected)
    {
        foreach (var culture in Cultures.All)
        {
            var frozen = Cultures.Run(culture, () => Read($$"""{"v":{{text}}}"""));
            Assert.Null(frozen.Problem);
            Assert.Equal(expected, frozen.Value["v"]);
        }
    }

    [Theory]
    [InlineData("""{"v":9007199254740993}""", CallProblemKind.NumberOutOfRange, "args.v")]
    [InlineData("""{"v":9007199254740992}""", CallProblemKind.NumberOutOfRange, "args.v")]
    [InlineData("""{"v":-9007199254740993.0}""", CallProblemKind.NumberOutOfRange, "args.v")]
    [InlineData("""{"v":[1,1e400]}""", CallProblemKind.NumberOutOfRange, "args.v[1]")]
    [InlineData("""{"v":123456789012345678901234567890}""", CallProblemKind.NumberOutOfRange, "args.v")]
    [InlineData("""{"v":NaN}""", CallProblemKind.InvalidNumber, "args")]
    [InlineData("""{"v":[1, -Infinity]}""", CallProblemKind.InvalidNumber, "args")]
    [InlineData("""{"v":Infinity}""", CallProblemKind.InvalidNumber, "args")]
    [InlineData("""{"v":{"a":1,"a":1}}""", CallProblemKind.DuplicateKey, "args.v")]
    [InlineData("""{"a":1,"\u0061":2}""", CallProblemKind.DuplicateKey, "args")]
    [InlineData("""{"Amount":1,"amount":5000}""", CallProblemKind.AmbiguousArgument, "args")]
    [InlineData("""{"v":"\ud800"}""", CallProblemKind.InvalidText, "args")]
    [InlineData("""{"\udc00":1}""", CallProblemKind.InvalidText, "args")]
    [InlineData("""{"v":1,}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{"v":1} x""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{"v":1}{}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{"v":1/*c*/}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{"v":01}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{"v":+1}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("""{'v':1}""", CallProblemKind.MalformedArguments, "args")]
    [InlineData("[]", CallProblemKind.MalformedArguments, "args")]
    [InlineData("null", CallProblemKind.MalformedArguments, "args")]
    [InlineData("1", CallProblemKind.MalformedArguments, "args")]
    [InlineData("", CallProblemKind.MalformedArguments, "args")]
    [InlineData("{", CallProblemKind.MalformedArguments, "args")]
    [InlineData("\uFEFF{}", CallProblemKind.MalformedArguments, "args")]
    [Trait("Requirement", "S5-28")]
    [Trait("Requirement", "S1-08")]
    public void Read_WhatIsNotStrictJson_IsRefused(string json, CallProblemKind kind, string path)
    {
        var result = Read(json);
        Assert.Equal(kind, result.Problem?.Kind);
        Assert.Equal(path, result.Problem?.Path);
        Assert.Empty(result.Value);
    }

    [Fact]
    public void Read_TextWithHalfSurrogate_IsRefused() =>
        Assert.Equal(CallProblemKind.InvalidText, Read("{\"v\":\"\ud800\"}").Problem?.Kind);

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, CallProblemKind.TooDeep)]
    [InlineData(300, CallProblemKind.TooDeep)]
    [InlineData(1_000_000, CallProblemKind.TooDeep)]
    public void Read_Depth_IsBounded(int depth, CallProblemKind? kind)
    {
        var json = "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        Assert.Equal(kind, Read(json).Problem?.Kind);
    }

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_048_576)]
    public void Read_OversizedText_IsRefused(int chars)
    {
        Assert.Equal(CallProblemKind.TooLarge, Read("{\"a\":\"" + new string('x', chars) + "\"}").Problem?.Kind);
        Assert.Equal(CallProblemKind.TooLarge, Read("{\"a\":[" + string.Join(',', Enumerable.Repeat("1", chars / 8)) + "]}").Problem?.Kind);
    }

    [Fact]
    public void Read_SameArgumentsAsValues_AreEqual()
    {
        var fromJson = Read("""{"n":1.50,"s":"é😀","l":[true,null,{"k":"v"}]}""");
        var fromValues = ValueFreezer.Freeze(
            new Dictionary<string, object?>
            {
                ["l"] = new object?[] { true, null, new Dictionary<string, string> { ["k"] = "v" } },
                ["s"] = "é😀",
                ["n"] = 1.5m,
            },
            "args",
            CallLimits.Default,
            ignoresCase: false);
        Assert.Equal(fromValues.Value, fromJson.Value, FrozenEquality.Instance);
        Assert.Equal(fromValues.PayloadChars, fromJson.PayloadChars);
    }

    private static FreezeResult Read(string json) => JsonArgumentsReader.Read(json, "args", CallLimits.Default, ignoresCase: false);
}
