using KernelGuard.Calls;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools;

public sealed class ToolSchemaTests
{
    [Theory]
    [InlineData("5", "`#`: a schema is an object")]
    [InlineData("false", "takes none")]
    [InlineData("""{"type":"string"}""", "takes none")]
    [InlineData("""{"type":"objekt"}""", "there is no type `objekt`")]
    [InlineData("""{"type":["object",5]}""", "there is no type")]
    [InlineData("""{"properties":[]}""", "`properties` is an object")]
    [InlineData("""{"properties":{"a":5}}""", "`#/properties/a`: a schema is")]
    [InlineData("""{"properties":{"a":{},"A":{}}}""", "differ only by case")]
    [InlineData("""{"properties":{"a":{}},"allOf":[{"properties":{"A":{}}}]}""", "differ only by case")]
    [InlineData("""{"required":"a"}""", "`required` is a list")]
    [InlineData("""{"required":[5]}""", "`required` is a list")]
    [InlineData("""{"properties":{"a":{"minimum":"5"}}}""", "`#/properties/a`: `minimum` is a number")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "`minLength` is a whole number")]
    [InlineData("""{"properties":{"a":{"maxItems":1.5}}}""", "`maxItems` is a whole number")]
    [InlineData("""{"properties":{"a":{"enum":5}}}""", "`enum` is a list")]
    [InlineData("""{"properties":{"a":{"enum":[1e400]}}}""", "cannot be held exactly")]
    [InlineData("""{"properties":{"a":{"const":{"x":1,"x":2}}}}""", "twice")]
    [InlineData("""{"properties":{"a":{"pattern":"(?=x)"}}}""", "linear time")]
    [InlineData("""{"properties":{"a":{"pattern":"(a)\\1"}}}""", "linear time")]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "not well-formed")]
    [InlineData("""{"properties":{"a":{"pattern":"((a{1000}){1000}){1000}"}}}""", "linear time")]
    [InlineData("""{"properties":{"a":{"pattern":5}}}""", "`pattern` is text")]
    [InlineData("""{"properties":{"a":{"items":[{}]}}}""", "a schema is an object")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/none"}}}""", "leads nowhere")]
    [InlineData("""{"properties":{"a":{"$ref":"#/required/7"}},"required":[]}""", "leads nowhere")]
    [InlineData("""{"properties":{"a":{"$ref":"other.json"}}}""", "same schema")]
    [InlineData("""{"properties":{"a":{"$ref":"#anchor"}}}""", "same schema")]
    [InlineData("""{"properties":{"a":{"$ref":5}}}""", "`$ref` is text")]
    [InlineData("""{"$ref":"#"}""", "circle")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"allOf":[{"$ref":"#"}]}}}""", "circle")]
    [InlineData("""{"anyOf":[]}""", "`anyOf` is a list of schemas")]
    [InlineData("""{"properties":{"a":{"type":"integer","default":"x"}}}""", "the default does not fit")]
    [InlineData("""{"properties":{"a":{"multipleOf":0}}}""", "`multipleOf` is a number above 0")]
    [InlineData("""{"properties":{"a":{"multipleOf":-1}}}""", "`multipleOf` is a number above 0")]
    [InlineData("""{"properties":{"a":{"multipleOf":1e-400}}}""", "`multipleOf` is a number above 0")]
    [InlineData("""{"properties":{"a":{"not":5}}}""", "`#/properties/a/not`: a schema is")]
    [InlineData("""{"properties":{"a":{"if":[]}}}""", "`#/properties/a/if`: a schema is")]
    [InlineData("""{"minProperties":-1}""", "`minProperties` is a whole number")]
    [InlineData("""{"properties":{"a":{"maxContains":"1"}}}""", "`maxContains` is a number")]
    [InlineData("""{"properties":{"a":{"prefixItems":{}}}}""", "`prefixItems` is a list of schemas")]
    [InlineData("""{"patternProperties":{"(?=a)":{}}}""", "linear time")]
    [InlineData("""{"patternProperties":[]}""", "`patternProperties` is an object")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "`dependentRequired` holds lists of names")]
    [InlineData("""{"dependentSchemas":{"a":["b"]}}""", "a schema is an object")]
    [InlineData("""{"properties":{"a":{"$dynamicRef":"#a"}}}""", "cannot be followed")]
    [InlineData("""{"properties":{"a":{"default":5,"multipleOf":2}}}""", "the default does not fit")]
    [InlineData("""{"properties":{"\ud800":{}}}""", "half of a surrogate pair")]
    public void Create_SchemaThatCannotBeUsed_IsAnErrorWithItsPlace(string schema, string part)
    {
        var errors = Errors(schema);
        Assert.Contains(errors, error => error.Message.Contains(part, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.StartsWith("the schema of `T` cannot be used: `#", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"minimum":5}""", "5", "4.99")]
    [InlineData("""{"exclusiveMinimum":5}""", "5.01", "5")]
    [InlineData("""{"minimum":5,"exclusiveMinimum":true}""", "6", "5")]
    [InlineData("""{"minimum":5,"exclusiveMinimum":2}""", "5", "4")]
    [InlineData("""{"maximum":5}""", "5", "5.01")]
    [InlineData("""{"maximum":9,"exclusiveMaximum":5}""", "4", "5")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"😀\"")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", "\"ab\"")]
    [InlineData("""{"minItems":1}""", "[1]", "[]")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"uniqueItems":true}""", "[1,\"1\",{\"a\":1},{\"a\":2}]", "[{\"a\":1,\"b\":[2]},{\"b\":[2.0],\"a\":1.0}]")]
    [InlineData("""{"enum":[1,"x",null,{"a":[1]}]}""", "{\"a\":[1.0]}", "\"y\"")]
    [InlineData("""{"const":false}""", "false", "0")]
    [InlineData("""{"enum":[1,2],"const":2}""", "2", "1")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"abc\"", "\"abc\\n\"")]
    [InlineData("""{"pattern":"^\\d{2}[\\d$]$"}""", "\"12$\"", "\"١٢٣\"")]
    [InlineData("""{"pattern":"^\\w\\W\\D$"}""", "\"a-b\"", "\"é-b\"")]
    [InlineData("""{"type":"string","nullable":true}""", "null", "5")]
    [InlineData("""{"type":["integer","string"]}""", "\"5\"", "5.5")]
    [InlineData("true", "{\"x\":1}", null)]
    [InlineData("false", null, "1")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,\"2\"]", "[1.5]")]
    [InlineData("""{"type":"array","items":false}""", "[]", "[1]")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "\"5\"", "\"x\"")]
    [InlineData("""{"anyOf":[{"minimum":5},{"type":"string"}]}""", "\"5\"", "4")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number","minimum":5}]}""", "4", "6")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"boolean"}]}""", "\"true\"", "\"maybe\"")]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":5}]}""", "\"5\"", "\"4\"")]
    [InlineData("""{"allOf":[{"minimum":5},{"type":"integer"}]}""", "\"5\"", "\"4\"")]
    [InlineData("""{"allOf":[{"minimum":5}],"anyOf":[{"type":"integer"},{"type":"null"}]}""", "\"5\"", "\"4\"")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", "{\"x\":\"1\"}", "{\"x\":\"a\"}")]
    [InlineData("""{"additionalProperties":false}""", "{}", "{\"x\":1}")]
    [InlineData("""{"properties":{"a":{}},"allOf":[{"properties":{"b":{}}}]}""", "{\"A\":1,\"B\":2}", "{\"c\":1}")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":true}""", "{\"A\":1,\"c\":2}", null)]
    [InlineData("""{"$ref":"#/$defs/x~1y%20z","$defs":{}}""", null, "1", """{"x/y z":{"type":"boolean"}}""")]
    [Trait("Requirement", "S5-28")]
    public void Normalize_Keyword_AcceptsAndRefuses(string schema, string? good, string? bad, string definitions = "{}")
    {
        var catalogue = Open($$"""{"type":"object","properties":{"v":{{schema}}},"$defs":{{definitions}}}""");
        if (good is not null)
        {
            Assert.Null(catalogue.Normalize($$"""{"v":{{good}}}""").Problem);
        }

        if (bad is not null)
        {
            Assert.NotNull(catalogue.Normalize($$"""{"v":{{bad}}}""").Problem);
        }
    }

    [Theory]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}]}""", "\"5\"", "\"5\"")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"boolean"}]}""", "\"5\"", "5")]
    [InlineData("""{"allOf":[{"properties":{"a":{"minimum":1}}},{"properties":{"a":{"type":"integer"}}}]}""", "{\"A\":\"3\"}", "{\"a\":3}")]
    [InlineData("""{"properties":{"a":{"default":[1]},"b":{"properties":{"c":{"default":2}}}}}""", "{\"b\":{}}", "{\"b\":{\"c\":2},\"a\":[1]}")]
    [InlineData("""{"properties":{"a":{"type":"string","default":null}}}""", "{}", "{}")]
    [InlineData("""{"properties":{"a":{"type":["string","null"],"default":null}}}""", "{}", "{\"a\":null}")]
    [InlineData("""{"properties":{"a":{"type":"integer","default":"5"}}}""", "{}", "{\"a\":5}")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/d"}}}""", "{}", "{\"a\":7}", """{"d":{"default":7}}""")]
    public void Normalize_Value_BecomesWhatTheToolGets(string schema, string value, string expected, string definitions = "{}") => AssertArguments(
        $$"""{"v":{{expected}}}""",
        Open($$"""{"type":"object","properties":{"v":{{schema}}},"$defs":{{definitions}}}""").Normalize($$"""{"v":{{value}}}"""));

    [Fact]
    public void Normalize_RecursiveSchema_FollowsTheArguments()
    {
        var catalogue = Open("""{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#"},"n":{"type":"integer"}}}""");
        AssertArguments("""{"next":{"next":{"n":1}}}""", catalogue.Normalize("""{"NEXT":{"Next":{"N":"1"}}}"""));
        AssertProblem(CallProblemKind.UnknownArgument, "args.next.next.x", catalogue.Normalize("""{"next":{"next":{"x":1}}}"""));
    }

    [Fact]
    public void Create_DefaultThatContainsItself_IsAnError() => Assert.Contains(
        "the default does not fit", Assert.Single(Errors("""{"type":"object","properties":{"child":{"$ref":"#","default":{}}}}""")).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_SchemaMadeToExplode_Ends()
    {
        var branch = """{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"required":["a"]}""";
        var catalogue = Open($$$"""{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"anyOf":[{{{branch}}},{{{branch}}},{{{branch}}},{"const":1}] } } }""");
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "2" + new string('}', 60);
        AssertProblemKind(catalogue.Normalize(json));

        static void AssertProblemKind(ToolCallRequest request) => Assert.Equal(CallProblemKind.InvalidArgument, request.Problem?.Kind);
    }

    [Fact]
    public void Create_ReferencesInALongChain_IsAnErrorNotACrash()
    {
        var chain = string.Join(',', Enumerable.Range(0, 9_000).Select(i => $$"""
            "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}" }
            """));
        Assert.Contains("nest deeper", Assert.Single(Errors($$$"""{"$ref":"#/$defs/d0","$defs":{ {{{chain}}},"d9000":{} } }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ChainOfProperties_IsNoDepthProblem()
    {
        var chain = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""
            "d{{i}}":{"type":"object","properties":{"p":{"$ref":"#/$defs/d{{i + 1}}" } } }
            """));
        Assert.Empty(Errors($$$"""{"$ref":"#/$defs/d0","$defs":{ {{{chain}}},"d3000":{} } }"""));
    }

    [Fact]
    public void Create_SchemaWithTooManyParts_IsAnError()
    {
        var properties = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"p{i}\":{{}}"));
        Assert.Contains("more than 10000 parts", Assert.Single(Errors($$"""{"properties":{ {{properties}} } }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalize_SchemaDocumentDisposed_StillWorks()
    {
        KernelGuard.Tools.ToolDescriptor tool;
        using (var document = System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"a":{}}}"""))
        {
            tool = new KernelGuard.Tools.ToolDescriptor("T", "", document.RootElement);
        }

        Assert.Null(Good([tool], closed: true).Normalize("""{"a":1}""").Problem);
    }
}
