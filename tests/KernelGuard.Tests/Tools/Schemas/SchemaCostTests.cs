using KernelGuard.Calls;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools.Schemas;

/// <summary>Schemas and arguments that are made to take for ever, and to turn "I gave up" into "it fits".</summary>
public sealed class SchemaCostTests
{
    [Theory]
    [InlineData("""{"not":{"anyOf":[X,X,X]}}""")]
    [InlineData("""{"if":{"anyOf":[X,X,X]},"then":false}""")]
    [InlineData("""{"if":X,"then":X,"else":X}""")]
    [InlineData("""{"dependentSchemas":{"a":{"oneOf":[X,X,X]}}}""")]
    [InlineData("""{"allOf":[X,X,X,X],"unevaluatedProperties":false}""")]
    [Trait("Requirement", "S5-28")]
    public void Normalize_NestedQuestions_EndInARefusal(string node)
    {
        var schema = node.Replace("X", """{"properties":{"a":{"$ref":"#/$defs/x"}},"required":["a"]}""", StringComparison.Ordinal);
        var catalogue = Open($$$"""{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{{{schema}}} } }""");
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "{\"b\":2}" + new string('}', 60);
        Assert.NotNull(catalogue.Normalize(json).Problem);
    }

    [Fact]
    public void Normalize_QuestionThatIsGivenUp_IsNoAnswer()
    {
        var schema = """{"not":{"oneOf":[{"properties":{"a":{"$ref":"#/$defs/x"}}},{"properties":{"a":{"$ref":"#/$defs/x"}}}],"required":["b"]}}""";
        var catalogue = Open($$$"""{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{{{schema}}} } }""");
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "1" + new string('}', 62);
        Assert.Contains("takes too long", catalogue.Normalize(json).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalize_ManyKeysAgainstManyPatterns_EndsInARefusal()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"^k.*{i}x$\":{{}}"));
        var keys = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"k{i}\":1"));
        var problem = Open($$"""{"type":"object","patternProperties":{ {{patterns}} },"additionalProperties":true}""").Normalize($"{{{keys}}}").Problem;
        Assert.Equal(CallProblemKind.InvalidArgument, problem?.Kind);
    }

    [Theory]
    [InlineData("not")]
    [InlineData("if")]
    public void Create_QuestionInACircle_IsAnError(string keyword) =>
        Assert.Contains("circle", Assert.Single(Errors($$"""{"{{keyword}}":{"$ref":"#"} }""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_PartsThatMultiply_AreAnError()
    {
        static string All(string name) => string.Join(',', Enumerable.Repeat($$"""{"$ref":"#/$defs/{{name}}" }""", 700));
        var leaves = string.Join(',', Enumerable.Repeat("{}", 700));
        var schema = $$"""{"allOf":[{{All("a")}}],"$defs":{"a":{"allOf":[{{leaves}}] } } }""";
        Assert.Contains("too many parts", Assert.Single(Errors(schema)).Message, StringComparison.Ordinal);
    }
}
