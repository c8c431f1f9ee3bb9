using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools;

public sealed class HostileCallTests
{
    private static readonly string[] Keys = ["amount", "Amount", "count", "urgent", "items", "meta", "customer", "sku", "price", "id", "currency", "x", "", "a.b"];

    private static readonly string[] Scalars =
    [
        "null", "true", "0", "-0.0", "1.5", "1e2", "1e400", "9007199254740993", "NaN", "\"120\"", "\"NaN\"", "\"true\"", "\"[1,{\\\"sku\\\":1}]\"",
        "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"USD\"", "\"{\\\"id\\\":\\\"ab\\\"}\"", "-1", "\"𝒳\"",
    ];

    private static Gen<string> Json(int size)
    {
        var scalar = Gen.Elements(Scalars);
        if (size <= 0)
        {
            return scalar;
        }

        var list = Gen.ListOf(Json(size / 3)).Select(items => "[" + string.Join(',', items.Take(4)) + "]");
        return Gen.OneOf(scalar, list, JsonObject(size / 3));
    }

    private static Gen<string> JsonObject(int size) => Gen.ListOf(Gen.Zip(Gen.Elements(Keys), Json(size))).Select(members =>
        "{" + string.Join(',', members.Take(5).Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}");

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_AnyJsonObject_GivesAProblemOrArgumentsThatAreStable()
    {
        var schema = Open(Refund);
        var config = Config.QuickThrowOnFailure.WithMaxTest(2_000);
        Check.One(config, Prop.ForAll(Gen.Sized(size => JsonObject(Math.Min(size, 30))).ToArbitrary(), json =>
        {
            var request = schema.Normalize(json.Length > 2 ? "{\"amount\":1," + json[1..] : json);
            var isRefused = request.Problem is { Message.Length: > 0 and < 600 };
            return isRefused || (request.Arguments.ContainsKey("amount") && IsStable(request));
        }));

        bool IsStable(ToolCallRequest request)
        {
            var again = schema.Normalize(new ToolCall("T", request.Arguments));
            return again.Problem is null && FrozenEquality.Instance.Equals(again.Arguments, request.Arguments);
        }
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_AnyJsonObjectWithoutSchema_EqualsTheParsedDocument()
    {
        var open = Good([], closed: false);
        var config = Config.QuickThrowOnFailure.WithMaxTest(2_000);
        Check.One(config, Prop.ForAll(Gen.Sized(size => JsonObject(Math.Min(size, 30))).ToArbitrary(), json =>
        {
            var request = open.Normalize(json);
            if (request.Problem is not null)
            {
                return request.Arguments.Count == 0;
            }

            var element = ToolFixture.Json(json);
            var asValues = open.Normalize(new ToolCall("T", element.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value)));
            return Same(element, request.Arguments) && FrozenEquality.Instance.Equals(asValues.Arguments, request.Arguments);
        }));
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_AnyText_NeverThrows() => Prop.ForAll(ArbMap.Default.ArbFor<char[]>(), chars =>
    {
        var text = new string(chars);
        return Open(Refund).Normalize(text).Problem is not null
            && Open(Refund).Normalize("{\"amount\":" + text).Problem is not null
            && Open(Refund).Normalize(new ToolCall("T", new Dictionary<string, object?> { ["amount"] = 1, ["meta"] = new Dictionary<string, object?> { [text] = text } }))
                is { Problem: null or { Kind: CallProblemKind.InvalidText } };
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Requirement", "S1-08")]
    public void Normalize_NumberAsText_IsTheNumberOrRefused() => Prop.ForAll(ArbMap.Default.ArbFor<double>(), number =>
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var request = Open("""{"type":"object","properties":{"n":{"type":"number"}}}""").Normalize(
            new ToolCall("T", new Dictionary<string, object?> { ["n"] = text }));
        return request.Problem is not null
            ? !double.IsFinite(number) || Math.Abs(number) > 9007199254740991
            : Convert.ToDouble(request.Arguments["n"], CultureInfo.InvariantCulture) == number;
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_ManyEqualHashes_Ends()
    {
        var catalogue = Open("""{"type":"object","properties":{"v":{"type":"array","uniqueItems":true}}}""");
        var colliding = Enumerable.Range(0, 60_000).Select(i => ((long)i << 32) | (uint)i).Where(n => n < 1L << 53).Cast<object>().ToArray();
        Assert.Null(catalogue.Normalize(new ToolCall("T", new Dictionary<string, object?> { ["v"] = colliding })).Problem);
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_DeepTextInText_IsBounded()
    {
        var catalogue = Open("""{"type":"object","properties":{"v":{"type":"array"}}}""");
        var text = new string('[', 64) + new string(']', 64);
        var request = catalogue.Normalize(new ToolCall("T", new Dictionary<string, object?> { ["v"] = text }));
        Assert.Equal(CallProblemKind.TooDeep, request.Problem?.Kind);
        text = "[" + string.Join(',', Enumerable.Repeat("1", 200_000)) + "]";
        request = catalogue.Normalize(new ToolCall("T", new Dictionary<string, object?> { ["v"] = text }));
        Assert.Equal(CallProblemKind.TooLarge, request.Problem?.Kind);
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void Normalize_DeepestThatIsAllowed_FitsASmallStack()
    {
        const string Schema = """
            {"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},
             "$defs":{"x":{"anyOf":[{"$ref":"#/$defs/y"},{"type":"null"}]},"y":{"allOf":[{"$ref":"#/$defs/z"}]},
                      "z":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}}}}}
            """;
        var limits = new CallLimits { MaxDepth = 256 };
        var (catalogue, errors) = ToolCatalogue.Create([Tool("T", Schema), Tool("Free")], closed: true, [], limits);
        Assert.Empty(errors);
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 255)) + "{}" + new string('}', 255);
        var node = System.Text.Json.Nodes.JsonNode.Parse(json, documentOptions: new() { MaxDepth = 300 });
        var kinds = new List<CallProblemKind?>();
        var thread = new Thread(
            () =>
            {
                kinds.Add(catalogue.Normalize(ToolCall.FromJson("T", json)).Problem?.Kind);
                kinds.Add(catalogue.Normalize(ToolCall.FromJson("Free", json)).Problem?.Kind);
                kinds.Add(catalogue.Normalize(new ToolCall("Free", new Dictionary<string, object?> { ["a"] = node!["a"] })).Problem?.Kind);
            },
            maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal([CallProblemKind.InvalidArgument, null, null], kinds);
    }

    private static bool Same(System.Text.Json.JsonElement element, object? value) => element.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => value is FrozenObject members
            && element.EnumerateObject().Count() == members.Count
            && element.EnumerateObject().All(member => Same(member.Value, members[member.Name])),
        System.Text.Json.JsonValueKind.Array => value is FrozenList list
            && list.Count == element.GetArrayLength()
            && element.EnumerateArray().Zip(list).All(pair => Same(pair.First, pair.Second)),
        System.Text.Json.JsonValueKind.String => value is string text && text == element.GetString(),
        System.Text.Json.JsonValueKind.Number => value is long or double && element.GetDouble() == Convert.ToDouble(value, CultureInfo.InvariantCulture),
        System.Text.Json.JsonValueKind.Null => value is null,
        _ => value is bool flag && flag == element.GetBoolean(),
    };
}
