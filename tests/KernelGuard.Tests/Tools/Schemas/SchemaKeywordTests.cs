using System.Text.Json;
using KernelGuard.Calls;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools.Schemas;

/// <summary>Each assertion keyword of JSON Schema 2020-12, with values that fit it and values that do not.</summary>
public sealed class SchemaKeywordTests
{
    public static TheoryData<string, string, string> Keywords => new()
    {
        { """{"multipleOf":5}""", "[0, 10, -5, 9007199254740990, \"x\"]", "[7, 2.5, 9007199254740991]" },
        { """{"multipleOf":0.1}""", "[0.3, 1.1, 0, 123456.7, 5]", "[0.35, 1e-7]" },
        { """{"multipleOf":1e-7}""", "[12391239123, 0.0000003]", "[1.5e-7]" },
        { """{"multipleOf":0.123456789}""", "[0.246913578]", "[1e308, 5e-324]" },
        { """{"type":"integer","multipleOf":5}""", "[\"10\"]", "[\"7\", 7.5]" },
        { """{"not":{"type":"integer"}}""", "[\"5\", 1.5, null]", "[5]" },
        { """{"type":"integer","not":{"const":5}}""", "[\"6\", 4]", "[\"5\", 5]" },
        { """{"not":true}""", "[]", "[1, null]" },
        { """{"not":{"not":{"minimum":3}}}""", "[3, \"x\"]", "[2]" },
        { """{"type":"object","properties":{"a":{},"b":{}},"not":{"required":["a","b"]}}""", """[{"a":1},{"b":1},{}]""", """[{"a":1,"b":1},{"A":1,"B":1}]""" },
        { """{"type":"object","properties":{"o":{"type":"object","additionalProperties":true}},"not":{"properties":{"o":{"properties":{"b":{"const":1}},"required":["b"]}}}}""", """[{"o":{"b":2}}]""", """[{"o":{"b":1,"other":2}},{"o":{"b":1}}]""" },
        { """{"if":{"type":"integer"},"then":{"minimum":3},"else":{"type":"string"}}""", "[3, \"x\", \"3\"]", "[2, 2.5, null]" },
        { """{"if":{"type":"integer"},"then":{"minimum":3}}""", "[3, null]", "[2]" },
        { """{"if":{"type":"integer"},"else":{"type":"null"}}""", "[3, null]", "[\"x\"]" },
        { """{"type":"object","properties":{"kind":{"enum":["a","b"]},"n":{"type":"integer"}},"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},"then":{"required":["n"]}}""", """[{"kind":"a","n":"1"},{"kind":"b"},{}]""", """[{"kind":"a"},{"KIND":"a"}]""" },
        { """{"properties":{"n":{"type":"integer"}},"allOf":[{"if":{"properties":{"n":{"type":"string"}}},"then":false}]}""", """[{"n":"5"}]""", """[{"n":"x"}]""" },
        { """{"properties":{"n":{"type":"integer"}},"allOf":[{"not":{"properties":{"n":{"const":5}}}}]}""", """[{"n":"6"}]""", """[{"n":"5"}]""" },
        { """{"contains":{"type":"integer"}}""", "[[1],[\"x\",2],\"text\"]", "[[],[\"1\"],[1.5]]" },
        { """{"items":{"type":"integer"},"contains":{"const":5}}""", "[[\"5\"],[1,5]]", "[[\"6\"],[]]" },
        { """{"contains":{"const":1},"minContains":2,"maxContains":3}""", "[[1,1],[1,2,1,1]]", "[[1],[1,1,1,1],[]]" },
        { """{"contains":{"const":1},"minContains":0}""", "[[],[2]]", "[]" },
        { """{"minProperties":1}""", """[{"a":1}, 5]""", "[{}]" },
        { """{"maxProperties":1}""", """[{"a":1},{}]""", """[{"a":1,"b":2}]""" },
        { """{"properties":{"a":{"default":1},"b":{}},"minProperties":1}""", "[{}]", "[]" },
        { """{"propertyNames":{"maxLength":2,"pattern":"^[a-z]+$"}}""", """[{"ab":1},{}]""", """[{"abc":1},{"A":1}]""" },
        { """{"properties":{"a":{},"b":{}},"dependentRequired":{"a":["b"]}}""", """[{"a":1,"b":2},{"b":1},{}]""", """[{"a":1},{"A":1}]""" },
        { """{"properties":{"a":{},"b":{}},"dependencies":{"a":["b"]}}""", """[{"a":1,"b":2},{"b":1}]""", """[{"a":1}]""" },
        { """{"properties":{"a":{},"b":{}},"dependentSchemas":{"a":{"properties":{"b":{"type":"integer"}}}}}""", """[{"a":1,"b":"2"},{"b":"x"}]""", """[{"a":1,"b":"x"}]""" },
        { """{"properties":{"a":{},"b":{}},"dependencies":{"a":{"required":["b"]}}}""", """[{"a":1,"b":2},{"b":1}]""", """[{"a":1}]""" },
        { """{"patternProperties":{"^a":{"type":"integer"}},"additionalProperties":false}""", """[{"ab":5},{"ab":"5"},{}]""", """[{"ab":"x"},{"b":5},{"Ab":5}]""" },
        { """{"properties":{"ab":{"minimum":3}},"patternProperties":{"^a":{"type":"integer"},"b$":{"maximum":5}}}""", """[{"ab":"4"},{"ac":9,"xb":5}]""", """[{"ab":2},{"ab":6},{"ac":1.5},{"xb":6},{"zz":1}]""" },
        { """{"patternProperties":{"^a":true},"additionalProperties":{"type":"integer"}}""", """[{"ab":"x","c":1}]""", """[{"c":"x"}]""" },
        { """{"type":"array","prefixItems":[{"type":"integer"}],"items":false}""", "[[1],[\"1\"],[]]", "[[\"x\"],[1,2]]" },
        { """{"prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"boolean"}}""", "[[1,\"x\",true],[1]]", "[[\"x\",1],[1,\"x\",5]]" },
        { """{"prefixItems":[{"type":"integer"}]}""", "[[1,\"x\",{}]]", "[[null]]" },
        { """{"allOf":[{"properties":{"a":{}}}],"anyOf":[{"properties":{"b":{"const":1}},"required":["b"]},{"properties":{"c":{}}}],"unevaluatedProperties":false}""", """[{"a":1,"b":1},{"a":1,"c":1}]""", """[{"d":1},{"c":1,"b":2}]""" },
        { """{"properties":{"a":{}},"unevaluatedProperties":{"type":"integer"}}""", """[{"a":"x","b":1}]""", """[{"b":"x"}]""" },
        { """{"if":{"properties":{"k":{"const":1}},"required":["k"]},"then":{"properties":{"x":{}}},"else":{"properties":{"y":{}, "k":{}}},"unevaluatedProperties":false}""", """[{"k":1,"x":1},{"k":2,"y":1}]""", """[{"k":1,"y":1},{"k":2,"x":1}]""" },
        { """{"dependentSchemas":{"a":{"properties":{"a":{},"b":{}}}},"unevaluatedProperties":false}""", """[{"a":1,"b":1}]""", """[{"b":1}]""" },
        { """{"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":false}""", "[[1,\"x\"]]", "[[1,\"x\",2]]" },
        { """{"allOf":[{"prefixItems":[true,true]}],"unevaluatedItems":{"type":"integer"}}""", "[[\"x\",\"y\",3]]", "[[\"x\",\"y\",\"z\"]]" },
        { """{"allOf":[{"enum":[5,6]},{"type":"integer"}]}""", "[\"5\"]", "[\"7\"]" },
        { """{"format":"email","contentEncoding":"base64"}""", "[\"no address\"]", "[]" },
        { """{"minContains":3,"then":false,"else":false}""", "[[], 5]", "[]" },
    };

    [Theory]
    [MemberData(nameof(Keywords))]
    [Trait("Requirement", "S5-28")]
    public void Normalize_Keyword_AcceptsWhatFitsAndRefusesTheRest(string schema, string fitting, string unfitting)
    {
        var catalogue = Open(Member(schema));
        Assert.All(Json(fitting).EnumerateArray(), value => Assert.Null(catalogue.Normalize(Call(value)).Problem));
        Assert.All(Json(unfitting).EnumerateArray(), value => Assert.NotNull(catalogue.Normalize(Call(value)).Problem));
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    [Trait("Requirement", "S3-26")]
    public void Normalize_AcceptedValue_IsAcceptedUnchangedAgain(string schema, string fitting, string unfitting)
    {
        Assert.NotEqual("", unfitting);
        var catalogue = Open(Member(schema));
        foreach (var value in Json(fitting).EnumerateArray())
        {
            var once = catalogue.Normalize(Call(value)).Arguments;
            AssertArguments(CanonicalJson.ToText(once), catalogue.Normalize(CanonicalJson.ToText(once)));
        }
    }

    [Theory]
    [InlineData("""{"patternProperties":{"^a":{"type":"integer"}},"additionalProperties":false}""", """{"ab":"5"}""", """{"ab":5}""")]
    [InlineData("""{"properties":{"abc":{"type":"integer"}},"patternProperties":{"^A":{"type":"string"}}}""", """{"ABC":"5"}""", """{"abc":5}""")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"properties":{"k":{"type":"boolean"}}}]}""", """["1",{"K":"true"}]""", """[1,{"k":true}]""")]
    [InlineData("""{"properties":{"k":{"type":"integer"},"n":{}},"if":{"properties":{"k":{"const":1}},"required":["k"]},"then":{"properties":{"n":{"type":"integer","default":7}}}}""", """{"k":"1"}""", """{"k":1,"n":7}""")]
    [InlineData("""{"properties":{"k":{"type":"integer"},"n":{}},"if":{"properties":{"k":{"const":1}},"required":["k"]},"else":{"properties":{"n":{"default":7}}}}""", """{"k":"1"}""", """{"k":1}""")]
    [InlineData("""{"properties":{"k":{"default":1}},"if":{"properties":{"k":{"const":1}},"required":["k"]},"then":{"properties":{"n":{"default":2}}}}""", "{}", """{"k":1,"n":2}""")]
    [InlineData("""{"properties":{"n":{}},"not":{"properties":{"n":{"type":"integer","default":5}},"required":["n"]}}""", """{"n":"5"}""", """{"n":"5"}""")]
    [InlineData("""{"properties":{"n":{},"m":{}},"if":{"properties":{"n":{"type":"integer"},"m":{"default":1}}},"then":{"maxProperties":1}}""", """{"n":"5"}""", """{"n":"5"}""")]
    [InlineData("""{"properties":{"a":{},"n":{}},"dependentSchemas":{"a":{"properties":{"n":{"type":"integer"}}}}}""", """{"A":1,"N":"5"}""", """{"a":1,"n":5}""")]
    public void Normalize_Keyword_CoercesFirstAndAsksWithoutCoercing(string schema, string value, string expected) => AssertArguments(
        $$"""{"v":{{expected}}}""", Open(Member(schema)).Normalize($$"""{"v":{{value}}}"""));

    [Theory]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,1]", CallProblemKind.InvalidArgument, "args.v", "2 elements")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", CallProblemKind.InvalidArgument, "args.v.ab", "name")]
    [InlineData("""{"properties":{"a":{},"b":{}},"dependentRequired":{"a":["b"]}}""", """{"a":1}""", CallProblemKind.MissingArgument, "args.v.b", "beside `a`")]
    [InlineData("""{"patternProperties":{"^a":{"type":"integer"}}}""", """{"ab":null}""", CallProblemKind.InvalidArgument, "args.v.ab", "integer")]
    [InlineData("""{"prefixItems":[true,{"type":"integer"}]}""", "[1,null]", CallProblemKind.InvalidArgument, "args.v[1]", "integer")]
    [InlineData("""{"if":true,"then":{"properties":{"a":{"minimum":3}}}}""", """{"a":1}""", CallProblemKind.InvalidArgument, "args.v.a", "at least 3")]
    [InlineData("""{"minProperties":2}""", """{"a":1}""", CallProblemKind.InvalidArgument, "args.v", "at least 2")]
    [InlineData("""{"multipleOf":0.5}""", "0.7", CallProblemKind.InvalidArgument, "args.v", "multiple of 0.5")]
    [InlineData("""{"not":{"const":1}}""", "1", CallProblemKind.InvalidArgument, "args.v", "excludes")]
    public void Normalize_UnfittingValue_NamesThePlaceAndTheReason(string schema, string value, CallProblemKind kind, string path, string part)
    {
        var request = Open(Member(schema)).Normalize($$"""{"v":{{value}}}""");
        AssertProblem(kind, path, request);
        Assert.Contains(part, request.Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"minProperties":1}""", """{"x":1}""", "{}")]
    [InlineData("""{"maxProperties":1,"additionalProperties":true}""", """{"x":1}""", """{"x":1,"y":2}""")]
    [InlineData("""{"propertyNames":{"pattern":"^x"}}""", """{"xy":1}""", """{"y":1}""")]
    [InlineData("""{"patternProperties":{"^x":{"type":"integer"}}}""", """{"xy":1}""", """{"y":1}""")]
    [InlineData("""{"not":{"required":["x"]},"properties":{"y":{}}}""", """{"y":1}""", """{"x":1}""")]
    [InlineData("""{"properties":{"x":{},"y":{}},"dependentRequired":{"x":["y"]}}""", """{"x":1,"y":1}""", """{"x":1}""")]
    [InlineData("""{"unevaluatedProperties":false}""", "{}", """{"x":1}""")]
    public void Normalize_KeywordOfTheArguments_HoldsForThemAsAWhole(string schema, string good, string bad)
    {
        Assert.Null(Open(schema).Normalize(good).Problem);
        Assert.NotNull(Open(schema).Normalize(bad).Problem);
    }

    [Fact]
    public void Normalize_PatternedKeys_AreLookedUpIgnoringCase()
    {
        var request = Open("""{"patternProperties":{"^[aA]":{"type":"object"}},"additionalProperties":false}""").Normalize("""{"AB":{"X":1}}""");
        Assert.True(request.Arguments.ContainsKey("ab"));
        Assert.True(((FrozenObject)request.Arguments["ab"]!).ContainsKey("x"));
    }

    [Fact]
    public void Normalize_DirectCall_LeavesNothingOutForAQuestion()
    {
        const string Schema = """{"type":"object","properties":{"v":{"type":"object","additionalProperties":true,"not":{"properties":{"a":{}},"additionalProperties":false}}}}""";
        Assert.Null(Open(Schema).Normalize("""{"v":{"a":1,"b":2}}""", isDirect: true).Problem);
        Assert.NotNull(Open(Schema).Normalize("""{"v":{"a":1}}""", isDirect: true).Problem);
    }

    private static string Member(string schema) => $$$"""{"type":"object","properties":{"v":{{{schema}}} } }""";

    private static string Call(JsonElement value) => $$"""{"v":{{value.GetRawText()}}}""";
}
