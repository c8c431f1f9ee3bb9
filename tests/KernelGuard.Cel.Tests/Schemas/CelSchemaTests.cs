using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.Schemas;
using Xunit;

namespace KernelGuard.Cel.Tests.Schemas;

public sealed class CelSchemaTests
{
    private const string Payment = """
        {
          "type": "object",
          "properties": {
            "amount": { "type": "number" },
            "currency": { "enum": ["GBP", "EUR"] },
            "note": { "type": ["string", "null"], "maxLength": 10 },
            "count": { "type": "integer", "nullable": true },
            "tags": { "type": "array", "items": { "type": "string", "maxLength": 5 }, "maxItems": 4 },
            "to": { "$ref": "#/$defs/party" },
            "extra": { "type": "object", "additionalProperties": { "type": "integer" } },
            "any": {}
          },
          "required": ["amount"],
          "additionalProperties": false,
          "$defs": { "party": { "type": "object", "properties": { "name": { "type": "string" }, "parent": { "$ref": "#/$defs/party" } } } }
        }
        """;

    private static readonly CelEnvironment _environment =
        CelEnvironment.CreateBuilder().AddVariable("args", CelSchema.Read(Json(Payment), "args")).Build();

    [Theory]
    [InlineData("args.amount > 500", "bool")]
    [InlineData("args.amount", "double")]
    [InlineData("args.currency", "string")]
    [InlineData("args.note", "nullable(string)")]
    [InlineData("args.count", "nullable(int)")]
    [InlineData("args.tags", "list(string)")]
    [InlineData("args.to.name", "string")]
    [InlineData("args.to.parent.parent.name", "string")]
    [InlineData("args.extra", "map(string, int)")]
    [InlineData("args.extra.whatever", "int")]
    [InlineData("args.any.thing", "dyn")]
    [InlineData("args.?currency.orValue('')", "string")]
    public void Read_Schema_TypesItsParts(string source, string expected) => Assert.Equal(expected, Expressions.TypeOf(_environment, source));

    [Theory]
    [InlineData("args.amuont > 5", """
        error no_such_field: `args` has no field `amuont`
         --> 1:6
         | args.amuont > 5
         |      ^^^^^^
        help: did you mean `amount`?
        """)]
    [InlineData("args.amount > \"5\"", """
        error no_such_overload: `>` does not take `double` and `string`
         --> 1:13
         | args.amount > "5"
         |             ^
        """)]
    [InlineData("args.to.nmae == 'a'", """
        error no_such_field: `args.to` has no field `nmae`
         --> 1:9
         | args.to.nmae == 'a'
         |         ^^^^
        help: did you mean `name`?
        """)]
    [InlineData("args.tags.exists(t, t > 1)", """
        error no_such_overload: `>` does not take `string` and `int`
         --> 1:23
         | args.tags.exists(t, t > 1)
         |                       ^
        """)]
    public void Read_Schema_MakesMistakesDiagnostics(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), Expressions.Diagnose(_environment, source));

    [Theory]
    [InlineData("true", "dyn")]
    [InlineData("false", "dyn")]
    [InlineData("[]", "dyn")]
    [InlineData("""{"type": "whatever"}""", "dyn")]
    [InlineData("""{"type": 7}""", "dyn")]
    [InlineData("""{"$ref": "#"}""", "dyn")]
    [InlineData("""{"$ref": "https://example.com/other"}""", "dyn")]
    [InlineData("""{"$ref": "#/$defs/none"}""", "dyn")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "nullable(string)")]
    [InlineData("""{"oneOf": [{"type": "string"}, {"type": "integer"}]}""", "dyn")]
    [InlineData("""{"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}""", "dyn")]
    [InlineData("""{"allOf": [{"type": "string"}, {"maxLength": 3}]}""", "string")]
    [InlineData("""{"type": ["integer", "string"]}""", "dyn")]
    [InlineData("""{"enum": [1, 2, null]}""", "nullable(int)")]
    [InlineData("""{"enum": [1, "a"]}""", "dyn")]
    [InlineData("""{"const": true}""", "bool")]
    [InlineData("""{"type": "array"}""", "list(dyn)")]
    [InlineData("""{"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}""", "list(dyn)")]
    [InlineData("""{"type": "object"}""", "map(string, dyn)")]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""", "x")]
    [InlineData("""{"type": "object", "properties": 3, "required": 4}""", "map(string, dyn)")]
    public void Read_AnySchema_HasAType(string schema, string expected) => Assert.Equal(expected, CelSchema.Read(Json(schema), "x").ToString());

    [Theory]
    [InlineData("true")]
    [InlineData("""{"type": "integer"}""")]
    public void Read_AdditionalProperties_AreReadable(string additional)
    {
        var type = CelSchema.Read(Json("{\"type\": \"object\", \"properties\": {\"a\": {}}, \"additionalProperties\": " + additional + "}"), "x");

        Assert.Empty(CelEnvironment.CreateBuilder().AddVariable("x", type).Build().Compile("x.b > 1").Diagnostics);
    }

    [Theory]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["a"]}}""", false)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "dependentSchemas": {"a": {"properties": {"a": {"minimum": 1}}}}}""", false)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "dependentRequired": {"a": ["b"]}, "minProperties": 1, "propertyNames": {}}""", false)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "unevaluatedProperties": false}""", false)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "then": {"properties": {"b": {}}}}""", true)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "else": {"$ref": "#/$defs/b"}}""", true)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "dependentSchemas": {"a": {"properties": {"b": {}}}}}""", true)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "patternProperties": {"^b": {}}, "additionalProperties": {"type": "integer"}}""", true)]
    [InlineData("""{"properties": {"a": {"type": "integer"}}, "unevaluatedProperties": {"type": "integer"}}""", true)]
    [InlineData("""{"allOf": [{"properties": {"a": {"type": "integer"}}}], "then": {"properties": {"b": {}}}}""", true)]
    public void Read_Conditions_LetInOnlyTheFieldsThatTheyBring(string schema, bool isReadable)
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("x", CelSchema.Read(Json(schema), "x")).Build();

        Assert.Equal(isReadable, environment.Compile("x.b == 'text'").Program is not null);
    }

    [Fact]
    public void Read_Bounds_LimitTheEstimate()
    {
        // The four elements take two units each; a character may be two UTF-16 units.
        Assert.Equal(8, _environment.Compile("args.tags.all(t, true)").Program!.EstimatedCost);
        Assert.InRange(_environment.Compile("size(args.note) > 1 && 'x'.contains(args.currency)").Program!.EstimatedCost, 1, 20);
    }

    [Fact]
    public void Read_SchemaThatGrowsWithoutEnd_Ends()
    {
        var schema = """{"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}, "c": {"$ref": "#"}}}""";

        Assert.Equal("x", CelSchema.Read(Json(schema), "x").ToString());
    }

    [Fact]
    public void Read_RandomSchema_NeverThrows()
    {
        var pieces = Gen.Elements(
            "{\"type\": \"object\"}", "{\"properties\": {\"a\": X, \"b\": X}}", "{\"items\": X, \"type\": \"array\"}", "{\"anyOf\": [X, X]}",
            "{\"$ref\": \"#/properties/a\"}", "{\"type\": [\"null\", \"array\"], \"items\": X}", "{\"additionalProperties\": X}", "7", "[X]");
        var schemas = pieces.ArrayOf(12).Select(parts => parts.Aggregate("X", (text, part) => text.Replace("X", part, StringComparison.Ordinal)))
            .Where(text => text.Length < 100_000).Select(text => text.Replace("X", "{}", StringComparison.Ordinal));
        Prop.ForAll(schemas.ToArbitrary(), text => Assert.NotNull(CelSchema.Read(Json(text), "x"))).QuickCheckThrowOnFailure();
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
