using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Tools;

/// <summary>Short ways to build catalogues and to normalise calls in tests.</summary>
internal static class ToolFixture
{
    public const string Refund = """
        {"type":"object","required":["amount"],"properties":{
          "amount":{"type":"number","minimum":0},
          "currency":{"type":"string","enum":["USD","EUR"],"default":"USD"},
          "count":{"type":"integer"},
          "urgent":{"type":"boolean"},
          "items":{"type":"array","items":{"type":"object","properties":{"price":{"type":"number"},"sku":{"type":"string"}},"required":["sku"]}},
          "meta":{"type":"object","additionalProperties":true},
          "customer":{"type":["object","null"],"properties":{"id":{"type":"string","minLength":2,"maxLength":3}}}}}
        """;

    public static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static ToolDescriptor Tool(string name, string? schema = null) => new(name, "", schema is null ? null : Json(schema));

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static ToolCatalogue Open(string schema) => Good([Tool("T", schema)], closed: false);

    public static ToolCatalogue Good(IEnumerable<ToolDescriptor> tools, bool closed, params IEnumerable<ToolDeclaration> declarations)
    {
        var (catalogue, errors) = ToolCatalogue.Create(tools, closed, declarations, CallLimits.Default);
        Assert.Empty(errors);
        return catalogue;
    }

    public static IReadOnlyList<ToolCatalogueError> Errors(string schema) =>
        ToolCatalogue.Create([Tool("T", schema)], closed: false, [], CallLimits.Default).Errors;

    public static ToolCallRequest Normalize(this ToolCatalogue catalogue, ToolCall call) =>
        catalogue.Normalize(call, Caller.Unknown, DecisionIdSource.Sequential().NextId(Time), Time);

    public static ToolCallRequest Normalize(this ToolCatalogue catalogue, string json, bool isDirect = false)
    {
        var call = ToolCall.FromJson("T", json);
        return catalogue.Normalize(isDirect ? new ToolCall("T", Values(json)) { IsDirect = true } : call);
    }

    public static void AssertArguments(string expectedJson, ToolCallRequest request)
    {
        Assert.Null(request.Problem);
        var expected = JsonArgumentsReader.Read(expectedJson, "args", CallLimits.Default, ignoresCase: false);
        Assert.Null(expected.Problem);
        Assert.Equal(expected.Value, request.Arguments, FrozenEquality.Instance);
    }

    public static void AssertProblem(CallProblemKind kind, string? path, ToolCallRequest request)
    {
        Assert.NotNull(request.Problem);
        Assert.Equal((kind, path), (request.Problem.Kind, request.Problem.Path));
    }

    private static FrozenObject Values(string json) =>
        JsonArgumentsReader.Read(json, "args", CallLimits.Default, ignoresCase: false).Value;
}
