using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class ValueFreezerTests
{
    public static TheoryData<object?, object?> Scalars => new()
    {
        { null, null },
        { true, true },
        { 1, 1L },
        { (sbyte)-1, -1L },
        { (byte)1, 1L },
        { (short)1, 1L },
        { (ushort)1, 1L },
        { 1u, 1L },
        { 1UL, 1L },
        { (nint)1, 1L },
        { (Int128)1, 1L },
        { (UInt128)1, 1L },
        { new BigInteger(1), 1L },
        { 9007199254740991L, 9007199254740991L },
        { 1.0, 1L },
        { -0.0, 0L },
        { 1.5, 1.5 },
        { 1.5f, 1.5 },
        { (Half)1.5, 1.5 },
        { 0.1m, 0.1 },
        { 99.990m, 99.99 },
        { 5.000m, 5L },
        { 'x', "x" },
        { "text", "text" },
        { "𝒳", "𝒳" },
        { DayOfWeek.Friday, "Friday" },
        { new Uri("https://example.com/a b"), "https://example.com/a b" },
        { new Guid("6F9619FF-8B86-D011-B42D-00C04FC964FF"), "6f9619ff-8b86-d011-b42d-00c04fc964ff" },
        { new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc), "2026-11-20T10:00:00Z" },
        { new DateTime(2026, 11, 20, 10, 0, 0, 120, DateTimeKind.Utc), "2026-11-20T10:00:00.12Z" },
        { new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(2)), "2026-11-20T10:00:00+02:00" },
        { new DateOnly(2026, 11, 20), "2026-11-20" },
        { new TimeOnly(10, 5), "10:05:00" },
        { new TimeSpan(1, 2, 3, 4), "1.02:03:04" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Freeze_Scalar_BecomesItsJsonForm(object? value, object? expected)
    {
        foreach (var culture in Cultures.All)
        {
            var frozen = Cultures.Run(culture, () => Freeze(new() { ["v"] = value }));
            Assert.Null(frozen.Problem);
            Assert.Equal(expected, frozen.Value["v"]);
        }
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("18446744073709551615")]
    public void Freeze_IntegerBeyondDoubles_IsRefused(string digits)
    {
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        object[] forms = [number, (Int128)number, (double)number, (decimal)number, JsonDocument.Parse(digits).RootElement, JsonNode.Parse(digits)!];
        Assert.All(forms, form => AssertProblem(CallProblemKind.NumberOutOfRange, "args.v", new() { ["v"] = form }));
    }

    [Theory]
    [InlineData("0.1234567890123456789")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1.0000000000000000000000000001")]
    public void Freeze_DecimalThatNoDoubleHolds_IsRefused(string digits) =>
        AssertProblem(CallProblemKind.NumberOutOfRange, "args.v", new() { ["v"] = decimal.Parse(digits, CultureInfo.InvariantCulture) });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [Trait("Requirement", "S1-08")]
    public void Freeze_NumberThatIsNone_IsRefused(object number)
    {
        AssertProblem(CallProblemKind.InvalidNumber, "args.v[0]", new() { ["v"] = new[] { number } });
        AssertProblem(CallProblemKind.InvalidNumber, "args.v", new() { ["v"] = JsonValue.Create(Convert.ToDouble(number, CultureInfo.InvariantCulture)) });
    }

    [Fact]
    public void Freeze_HalfSurrogate_IsRefusedInTextAndKeys()
    {
        AssertProblem(CallProblemKind.InvalidText, "args.v", new() { ["v"] = "a\uD800" });
        AssertProblem(CallProblemKind.InvalidText, "args.v", new() { ["v"] = '\uDC00' });
        AssertProblem(CallProblemKind.InvalidText, "args", new() { ["\uDC00\uD800"] = 1 });
        AssertProblem(CallProblemKind.InvalidText, "args.v", new() { ["v"] = JsonDocument.Parse("""{"a":"\ud800"}""").RootElement }, exactPath: false);
        AssertProblem(CallProblemKind.InvalidText, "args.v", new() { ["v"] = JsonDocument.Parse("""{"\ud800":1}""").RootElement });
    }

    [Fact]
    public void Freeze_Cycle_IsRefusedWithItsPath()
    {
        var list = new List<object?> { 1 };
        var self = new Dictionary<string, object?> { ["x"] = new object?[] { list } };
        list.Add(self);
        AssertProblem(CallProblemKind.CyclicArguments, "args.x[0][1]", self);
    }

    [Fact]
    public void Freeze_SameValueTwiceSideBySide_IsNoCycle()
    {
        var shared = new Dictionary<string, object?> { ["n"] = 1 };
        Assert.Null(Freeze(new() { ["a"] = shared, ["b"] = shared }).Problem);
    }

    [Fact]
    public void Freeze_Depth_IsBounded()
    {
        Assert.Null(Freeze(Endless.Nested(64)).Problem);
        AssertProblem(CallProblemKind.TooDeep, null, Endless.Nested(65), exactPath: false);
        AssertProblem(CallProblemKind.TooDeep, null, Endless.Nested(100_000), exactPath: false);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Freeze_EndlessCollection_EndsAtTheLimit(object? element)
    {
        AssertProblem(CallProblemKind.TooLarge, null, new() { ["v"] = Endless.Of(element) }, exactPath: false);
        AssertProblem(CallProblemKind.TooLarge, null, new() { ["v"] = Endless.Members() }, exactPath: false);
    }

    [Fact]
    public void Freeze_TenMegabytesOfText_IsRefused() =>
        AssertProblem(CallProblemKind.TooLarge, "args.v", new() { ["v"] = new string('x', 10_000_000) });

    [Fact]
    public void Freeze_CollectionThatThrows_IsRefused()
    {
        AssertProblem(CallProblemKind.MalformedArguments, "args.v", new() { ["v"] = Endless.Throwing() });
        AssertProblem(CallProblemKind.MalformedArguments, "args.v", new() { ["v"] = new[] { KeyValuePair.Create<string, object?>(null!, 1) } });
        using var document = JsonDocument.Parse("[1]");
        var disposed = document.RootElement;
        document.Dispose();
        AssertProblem(CallProblemKind.MalformedArguments, "args.v", new() { ["v"] = disposed });
        AssertProblem(CallProblemKind.MalformedArguments, "args.v", new() { ["v"] = default(JsonElement) });
    }

    [Fact]
    public void Freeze_KeysTwice_AreRefusedInEveryForm()
    {
        object[] forms =
        [
            JsonDocument.Parse("""{"a":1,"a":2}""").RootElement,
            JsonNode.Parse("""{"a":1,"a":2}""")!,
            new[] { KeyValuePair.Create<string, object?>("a", 1), KeyValuePair.Create<string, object?>("a", 2) },
        ];
        Assert.All(forms, form => AssertProblem(CallProblemKind.DuplicateKey, "args.v", new() { ["v"] = form }));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void Freeze_KeysThatDifferByCase_AreAmbiguousAtEveryDepth(int members)
    {
        var inner = Enumerable.Range(0, members).ToDictionary(i => $"k{i}", i => (object?)i);
        inner["K1"] = 5;
        AssertProblem(CallProblemKind.AmbiguousArgument, "args.v[0]", new() { ["v"] = new object[] { inner } });
    }

    [Fact]
    public void Freeze_Dictionaries_AreReadWhateverTheirType()
    {
        object[] forms =
        [
            new Dictionary<string, object?> { ["a"] = 1 },
            new Dictionary<string, int> { ["a"] = 1 },
            new SortedList<string, object?> { ["a"] = 1 },
            new Hashtable { ["a"] = 1 },
            Expando(),
            JsonNode.Parse("""{"a":1}""")!,
            JsonDocument.Parse("""{"a":1}""").RootElement,
            JsonDocument.Parse("""{"a":1}"""),
            new[] { KeyValuePair.Create<string, object?>("a", 1) },
            FrozenObject.From(new Dictionary<string, object?> { ["a"] = 1 }),
        ];
        Assert.All(forms, form => Assert.Equal(1L, Assert.IsType<FrozenObject>(FreezeOne(form))["a"]));
    }

    [Fact]
    public void Freeze_Lists_AreReadWhateverTheirType()
    {
        object[] forms =
        [
            new[] { 1, 2 }, new List<long> { 1, 2 }, new ArrayList { 1, 2 }, new object[] { 1, 2 }, Enumerable.Range(1, 2), new HashSet<int> { 1, 2 },
            JsonNode.Parse("[1,2]")!, JsonDocument.Parse("[1,2]").RootElement, new Queue<object>([1, 2]), new FrozenList([1L, 2L]),
        ];
        Assert.All(forms, form => Assert.Equal([1L, 2L], Assert.IsType<FrozenList>(FreezeOne(form))));
    }

    [Fact]
    public void Freeze_WhatIsNoJson_IsOpaqueAndKeptByReference()
    {
        object[] forms =
        [
            new MemoryStream(), new object(), new Version(1, 2), new byte[] { 1 }, new Dictionary<int, string> { [1] = "x" },
            new List<Stream> { Stream.Null }, new Stream[] { Stream.Null }, new Dictionary<string, Stream> { ["a"] = Stream.Null }, new HashSet<Stream>(),
        ];
        Assert.All(forms, form => Assert.Same(form, Assert.IsType<OpaqueValue>(FreezeOne(form)).Value));
        var mixed = Assert.IsType<FrozenList>(FreezeOne(new object[] { 1, Stream.Null }));
        Assert.IsType<OpaqueValue>(mixed[1]);
    }

    [Fact]
    public void Freeze_LaterChanges_ChangeNothing()
    {
        var list = new List<object?> { 10 };
        var inner = new Dictionary<string, object?> { ["list"] = list };
        var outer = new Dictionary<string, object?> { ["inner"] = inner };
        var frozen = Freeze(outer).Value;
        list[0] = 99_999;
        inner["list"] = null;
        outer.Clear();
        Assert.Equal(10L, ((FrozenList)((FrozenObject)frozen["inner"]!)["list"]!)[0]);
    }

    [Fact]
    public void Freeze_OddKey_IsQuotedAndBoundedInThePath()
    {
        var key = "x` \u202E\n\"" + new string('y', 200);
        var problem = Freeze(new() { [key] = double.NaN }).Problem!;
        Assert.StartsWith("args[\"x\\u0060 \\u202E\\u000A\\u0022yyy", problem.Path, StringComparison.Ordinal);
        Assert.InRange(problem.Path!.Length, 1, 80);
    }

    [Fact]
    public void Freeze_PayloadSize_CountsTextKeysAndValues() =>
        Assert.Equal(8 + 3 + 8 + 5 + 1 + 8 + 8, Freeze(new() { ["key"] = "value", ["l"] = new List<int> { 1 } }).PayloadChars);

    [Fact]
    public void From_WhatIsNoJson_Throws()
    {
        Assert.Empty(FrozenObject.From(null));
        var frozen = FrozenObject.From(new Dictionary<string, object?> { ["a"] = 1 });
        Assert.Same(frozen, FrozenObject.From(frozen));
        Assert.Throws<ArgumentException>(() => FrozenObject.From(new Dictionary<string, object?> { ["a"] = 1, ["A"] = 2 }));
        Assert.Throws<ArgumentException>(() => new AgentIdentity("a", new Dictionary<string, object?> { ["x"] = double.NaN }));
    }

    private static System.Dynamic.ExpandoObject Expando()
    {
        var expando = new System.Dynamic.ExpandoObject();
        ((IDictionary<string, object?>)expando)["a"] = 1;
        return expando;
    }

    private static object? FreezeOne(object value)
    {
        var frozen = Freeze(new() { ["v"] = value });
        Assert.Null(frozen.Problem);
        return frozen.Value["v"];
    }

    private static FreezeResult Freeze(Dictionary<string, object?> values) =>
        ValueFreezer.Freeze(values, "args", CallLimits.Default, ignoresCase: false);

    private static void AssertProblem(CallProblemKind kind, string? path, Dictionary<string, object?> values, bool exactPath = true)
    {
        var result = Freeze(values);
        Assert.NotNull(result.Problem);
        Assert.Equal(kind, result.Problem.Kind);
        Assert.Empty(result.Value);
        if (exactPath)
        {
            Assert.Equal(path, result.Problem.Path);
        }
    }
}
