using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Calls;

[Trait("Requirement", "S2-15")]
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{"aa":1,"a":2,"":3}""", """{"":3,"a":2,"aa":1}""")]
    [InlineData("""{ "z" : [ 1 , {"y":null,"x":true} ] }""", """{"z":[1,{"x":true,"y":null}]}""")]
    [InlineData("""{"B":1,"a":1,"A":1}""", """{"A":1,"B":1,"a":1}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    [InlineData("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\\\/\\u007f\\u2028\"", "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u007f\u2028\"")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    public void Write_Json_IsCanonical(string json, string expected) => Assert.Equal(expected, CanonicalJsonValues.Canonical(json));

    [Fact]
    public void Hash_KnownText_IsSha256OfTheCanonicalForm() => // `{}` hashed with any other tool
        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", CanonicalJson.Hash(FrozenObject.Empty));

    [Fact]
    public void Hash_FrozenAndParsed_Agree()
    {
        using var document = JsonDocument.Parse("""{"b":[1.5,"é",null],"a":{"x":false}}""");
        var frozen = new FrozenObject(["a", "b"], [new FrozenObject(["x"], [false], false), new FrozenList([1.5, "é", null])], false);

        Assert.Equal(CanonicalJson.Hash(frozen), CanonicalJson.Hash(document.RootElement));
    }

    [Fact]
    public void ToText_Opaque_NamesItsType() =>
        Assert.Equal("""{"$opaque":"System.IO.MemoryStream"}""", CanonicalJson.ToText(new OpaqueValue(new MemoryStream())));

    [Theory]
    [InlineData(new[] { 0xd800 })]
    [InlineData(new[] { 0x61, 0xdc00, 0x62 })]
    [InlineData(new[] { 0xdc00, 0xd800 })]
    public void ToText_LoneSurrogate_Throws(int[] codeUnits) // attributes cannot hold such text
    {
        var text = string.Concat(codeUnits.Select(static unit => (char)unit));

        Assert.Throws<ArgumentException>(() => CanonicalJson.ToText(text));
        Assert.Throws<ArgumentException>(() => CanonicalJson.ToText(new FrozenObject([text], [1L], false)));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("\"\\ud800\"")]
    public void Write_JsonWithoutCanonicalForm_Throws(string json) => Assert.Throws<ArgumentException>(() => CanonicalJsonValues.Canonical(json));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(100_000, false)]
    public void ToText_Depth_IsBounded(int depth, bool fits)
    {
        object value = FrozenList.Empty;
        for (var i = 1; i < depth; i++)
        {
            value = new FrozenList([value]);
        }

        var error = Record.Exception(() => CanonicalJson.ToText(value));

        Assert.Equal(fits, error is null);
        Assert.True(fits || error is ArgumentException);
    }

    [Fact]
    public void ToText_ForeignValue_Throws() => Assert.Throws<ArgumentException>(() => CanonicalJson.ToText(1.5m));

    [Fact]
    public void ToText_LongTextWithPairsEverywhere_IsWhole()
    {
        var text = string.Concat(Enumerable.Repeat("x😀\n", 20_000));

        Assert.Equal(text, JsonSerializer.Deserialize<string>(CanonicalJson.ToText(text)));
    }

    [Fact]
    public void ToText_KeyOrder_DoesNotMatter() =>
        Prop.ForAll(CanonicalJsonValues.Objects, static value => CanonicalJson.ToText(value) == CanonicalJson.ToText(CanonicalJsonValues.Reversed(value)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void ToText_ParsedBack_IsTheSameValueAndText() =>
        Prop.ForAll(CanonicalJsonValues.Objects, static value =>
        {
            var text = CanonicalJson.ToText(value);
            using var document = JsonDocument.Parse(text);
            var parsed = CanonicalJsonValues.Parse(document.RootElement);
            return CanonicalJsonValues.AreEqual(value, parsed) && CanonicalJson.ToText(parsed) == text && CanonicalJsonValues.Canonical(text) == text;
        }).QuickCheckThrowOnFailure();
}
