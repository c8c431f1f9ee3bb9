using KernelGuard.Calls;
using KernelGuard.Tools.Results;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools.Results;

public sealed class SampleMakerTests
{
    [Theory]
    [InlineData("""{"default":5,"const":5,"examples":[6]}""", "5")]
    [InlineData("""{"type":["integer","null"],"default":null,"minimum":2}""", "null")]
    [InlineData("""{"const":{"a":[1]},"examples":[2]}""", """{"a":[1]}""")]
    [InlineData("""{"type":"string","examples":["A-1","A-2"],"enum":["B","A-1"]}""", "\"A-1\"")]
    [InlineData("""{"type":"string","examples":["C"],"enum":["B","A"]}""", "\"B\"")]
    [InlineData("""{"enum":[5,"x",null],"type":"string"}""", "\"x\"")]
    [InlineData("""{"type":"integer","examples":["none"],"minimum":7}""", "7")]
    [InlineData("""{"type":"integer","examples":[],"minimum":7.5}""", "8")]
    [InlineData("""{"type":"integer","exclusiveMinimum":7}""", "8")]
    [InlineData("""{"type":"integer","maximum":-7.5}""", "-8")]
    [InlineData("""{"type":"integer","exclusiveMaximum":-7}""", "-8")]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":5}""", "0")]
    [InlineData("""{"type":"number","minimum":0.25}""", "1")]
    [InlineData("""{"type":"number","minimum":0.25,"maximum":0.75}""", "0.25")]
    [InlineData("""{"type":"number","exclusiveMinimum":0.25,"exclusiveMaximum":0.75}""", "0.5")]
    [InlineData("""{"type":"number","exclusiveMinimum":0.25,"maximum":0.75}""", "0.5")]
    [InlineData("""{"type":"integer","minimum":0.25,"maximum":0.75}""", null)]
    [InlineData("""{"type":"integer","minimum":1e300}""", null)]
    [InlineData("""{"type":"boolean"}""", "false")]
    [InlineData("""{"type":"boolean","enum":[1,true]}""", "true")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":["null","string"]}""", "\"\"")]
    [InlineData("""{"type":"string","nullable":true,"minLength":3}""", "\"xxx\"")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":1}""", null)]
    [InlineData("""{"type":"string","minLength":100000000}""", null)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2000-01-01T00:00:00Z\"")]
    [InlineData("""{"type":"string","format":"uuid","pattern":"^[0-9a-f-]{36}$"}""", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("""{"type":"string","format":"email","maxLength":5}""", null)]
    [InlineData("""{"type":"string","format":"colour"}""", "\"\"")]
    [InlineData("""{"format":"date"}""", "\"2000-01-01\"")]
    [InlineData("""{"type":"array"}""", "[]")]
    [InlineData("""{"type":"array","minItems":2,"items":{"type":"integer","minimum":3}}""", "[3,3]")]
    [InlineData("""{"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"integer","minimum":3}}""", "[3,4,5]")]
    [InlineData("""{"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"string"}}""", "[\"\",\"0\",\"1\"]")]
    [InlineData("""{"type":"array","minItems":2,"uniqueItems":true,"items":{"enum":["a","b"]}}""", "[\"a\",\"b\"]")]
    [InlineData("""{"type":"array","minItems":2,"uniqueItems":true,"items":{"type":"boolean"}}""", "[false,true]")]
    [InlineData("""{"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"boolean"}}""", null)]
    [InlineData("""{"type":"array","minItems":2,"maxItems":1}""", null)]
    [InlineData("""{"type":"array","minItems":1000000000}""", null)]
    [InlineData("""{"type":"array","minItems":1,"items":false}""", null)]
    [InlineData("""{"minItems":1}""", "[null]")]
    [InlineData("""{"type":"object"}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["b"]}""", """{"b":0,"a":""}""")]
    [InlineData("""{"properties":{"a":false,"b":{"type":"integer"}}}""", """{"b":0}""")]
    [InlineData("""{"required":["a"],"additionalProperties":{"type":"integer","minimum":1}}""", """{"a":1}""")]
    [InlineData("""{"required":["a"],"additionalProperties":false}""", null)]
    [InlineData("""{"required":["a"]}""", """{"a":null}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"minimum":5}}},{"properties":{"a":{"type":"integer"}},"required":["a"]}]}""", """{"a":5}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}},{"additionalProperties":false,"properties":{"b":{}}}]}""", """{"b":null}""")]
    [InlineData("""{"anyOf":[{"type":"string","pattern":"(?i)x"},{"type":"integer"}]}""", "0")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number","minimum":5}]}""", "0")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"integer"}]}""", null)]
    [InlineData("""{"type":"object","anyOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":false,"b":{"type":"integer"}}}""", """{"b":0}""")]
    [InlineData("""{"$ref":"#/$defs/x","$defs":{"x":{"const":7}}}""", "7")]
    [InlineData("""{"properties":{"v":{"type":"integer"},"next":{"$ref":"#"}},"required":["v"]}""", """{"next":{"v":0},"v":0}""")]
    [InlineData("""{"properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"]}""", """{"next":null}""")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""", null)]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"required":["next"]}""", """{"next":null}""")]
    [InlineData("{}", null)]
    [InlineData("true", null)]
    [InlineData("false", null)]
    [InlineData("""{"description":"anything"}""", null)]
    [Trait("Requirement", "S4-31")]
    public void TryMake_Schema_GivesTheExpectedValue(string schema, string? expected)
    {
        var shape = Shape(schema);

        var isMade = shape.TryMake(out var value);

        Assert.Equal(expected is null ? null : CanonicalJson.ToText(Frozen(expected)), isMade ? CanonicalJson.ToText(value) : null);
        Assert.True(!isMade || shape.FindProblem(value) is null);
    }

    [Theory]
    [InlineData("^[A-Z]{2}-\\\\d{4}$", "AA-0000")]
    [InlineData("^(?:eur|us)$", "us")]
    [InlineData("^(?<code>a+)b*c?$", "a")]
    [InlineData("^[^0-9x]$", " ")]
    [InlineData("^[^\\\\w ]+$", "-")]
    [InlineData("^[^\\\\s\\\\d-]$", "x")]
    [InlineData("^[^\\\\W]$", null)]
    [InlineData("\\\\.json$", ".json")]
    [InlineData("^\\\\u0041\\\\x42\\\\t\\\\/$", "AB\t/")]
    [InlineData("^[\\\\d-]{3}\\\\s\\\\W$", "000  ")]
    [InlineData("^a\\\\b$", "a")]
    [InlineData("^.{2,}?$", "xx")]
    [InlineData("^\\\\p{Lu}$", null)]
    [InlineData("^a{,3}$", null)]
    [InlineData("^(a|^)*$", "")]
    public void TryMake_Pattern_GivesTextThatMatches(string pattern, string? expected)
    {
        var isMade = Shape($$"""{"type":"string","pattern":"{{pattern}}"}""").TryMake(out var value);

        Assert.Equal(expected, isMade ? value : null);
    }

    [Theory]
    [InlineData("^[a-z]+$", 5, "aaaaa")]
    [InlineData("^id-[0-9]*$", 8, "id-00000")]
    [InlineData("^a", 3, "axx")]
    [InlineData("^a{1,2}$", 3, null)]
    public void TryMake_PatternWithALength_GivesTextOfIt(string pattern, int length, string? expected)
    {
        var isMade = Shape($$"""{"type":"string","pattern":"{{pattern}}","minLength":{{length}}}""").TryMake(out var value);

        Assert.Equal(expected, isMade ? value : null);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void TryMake_SchemaMadeToExplode_Ends(string schema)
    {
        var shape = Shape(schema);

        Assert.True(!shape.TryMake(out var value) || shape.FindProblem(value) is null);
    }

    public static TheoryData<string> Hostile()
    {
        var groups = string.Join(',', Enumerable.Repeat("""{"anyOf":[{"minimum":1},{"minimum":2},{"maximum":3}]}""", 200));
        var doubling = string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""
            "d{{i}}":{"type":"object","required":["a","b"],"properties":{"a":{"$ref":"#/$defs/d{{i + 1}}"},"b":{"$ref":"#/$defs/d{{i + 1}}"} } }
            """));
        var chain = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""
            "d{{i}}":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/d{{i + 1}}"} } }
            """));
        var lists = string.Concat(Enumerable.Repeat("""{"type":"array","minItems":1000,"items":""", 5)) + "{}" + new string('}', 5);
        var tree = """{"anyOf":[{"$ref":"#/$defs/n"},{"$ref":"#/$defs/n"},{"$ref":"#/$defs/n"}]}""";
        var groupsOfText = string.Concat(Enumerable.Repeat("(", 300)) + "a" + string.Concat(Enumerable.Repeat(")", 300)) + "+";
        return
        [
            $$"""{"allOf":[{{groups}},{"type":"string","pattern":"\\p{L}"}]}""",
            $$"""{"$ref":"#/$defs/d0","$defs":{ {{doubling}},"d60":{"type":"integer"} } }""",
            $$"""{"$ref":"#/$defs/d0","$defs":{ {{chain}},"d3000":{"type":"integer"} } }""",
            lists,
            $$"""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","required":["a","b"],"properties":{"a":{{tree}},"b":{{tree}} } } } }""",
            $$"""{"type":"string","minLength":9999,"pattern":"{{groupsOfText}}"}""",
            """{"type":"string","minLength":9999,"pattern":"(((a*)*)*)*b{90}"}""",
        ];
    }

    internal static ResultShape Shape(string schema)
    {
        Assert.Empty(ResultShape.Compile(Json(schema), out var shape));
        return shape!;
    }

    internal static object? Frozen(string json) => FrozenObject.FreezeValue(Json(json));
}
