using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Facts;

public sealed class FactProviderTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        facts:
          order: { team: string, total: double, items: list }
          context: { segment: string, severity: int }
        tools: { Refund: { resource: { type: order, id: args.order } } }
        rules:
          - { id: own, tool: Refund, when: resource.type == "order" && resource.team == "eu", effect: allow }
          - { id: total, tool: Refund, when: resource.total * 2.0 < double(args.amount), effect: deny, code: too_much }
          - { id: vip, tool: Vip, when: context.segment == "vip" && context.severity >= 3, effect: allow }
          - { id: plain, tool: Plain, effect: allow }
          - { id: asks, tool: Asks, when: "!has(context.segment)", effect: deny }
          - { id: asked, tool: Asks, effect: allow }
        """;

    [Theory]
    [Trait("Requirement", "S5-02")]
    [Trait("Requirement", "S5-03")]
    [InlineData("eu", 90, 100, null)]
    [InlineData("eu", 40, 100, "too_much")]
    [InlineData("us", 90, 100, GuardCodes.NoRule)]
    [InlineData(null, 90, 100, GuardCodes.NoRule)]
    [InlineData(7, 90, 100, GuardCodes.NoRule)]
    [InlineData("eu", null, 100, GuardCodes.RuleError)]
    [InlineData("eu", "90", 100, GuardCodes.RuleError)]
    public async Task Call_FactsOfTheResource_AreFetchedAndJudged(object? team, object? total, int amount, string? code)
    {
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", team), ("total", total), ("secret", "x")));
        await using var kit = Guard(orders);

        var outcome = await kit.CallAsAnnAsync("Refund", $$"""{"order":"o-1","amount":{{amount}}}""");

        Assert.Equal((code, 1), (outcome.Decision.Code, orders.Asked));
        Assert.Equal(new FactQuery("order", "o-1"), orders.Queries[0]);
    }

    [Theory]
    [Trait("Requirement", "S3-11")]
    [Trait("Requirement", "S3-12")]
    [Trait("Requirement", "S3-13")]
    [InlineData("vip", 3, null)]
    [InlineData("vip", 2, GuardCodes.NoRule)]
    [InlineData("new", 3, GuardCodes.NoRule)]
    public async Task Call_BusinessContext_IsFetched(string segment, int severity, string? code)
    {
        var context = new StubProvider("context", _ => StubProvider.Facts(("segment", segment), ("severity", severity)));
        await using var kit = Guard(context);

        var outcome = await kit.CallAsAnnAsync("Vip");

        Assert.Equal(code, outcome.Decision.Code);
        Assert.Equal(new FactQuery("context", "") { User = "ann", Agent = "bot", Session = "s1" }, context.Queries.Single());
        Assert.Equal($$"""{"segment":"{{segment}}","severity":{{severity}}}""", kit.Ledger.Records[0].Json()["context"]!.ToJsonString());
    }

    [Fact]
    public async Task Call_NoRuleReadsAFact_NobodyIsAsked()
    {
        var providers = new[] { new StubProvider("order", _ => null), new StubProvider("context", _ => null) };
        await using var kit = Guard(providers);

        Assert.True((await kit.CallAsAnnAsync("Plain")).Executed);
        Assert.All(providers, provider => Assert.Equal(0, provider.Asked));
    }

    [Theory]
    [Trait("Requirement", "S3-18")]
    [InlineData("throws", "`InvalidOperationException` was thrown")]
    [InlineData("none", "its provider did not deliver it")]
    [InlineData("cycle", "`ArgumentException` was thrown")]
    public async Task Call_ProviderFails_FactIsMissingOnTheSafeSide(string failure, string cause)
    {
        var cycle = new Dictionary<string, object?>();
        cycle["segment"] = cycle;
        await using var kit = Guard(new StubProvider("context", _ => failure switch
        {
            "throws" => throw new InvalidOperationException("the password is swordfish"),
            "cycle" => cycle,
            _ => null,
        }));

        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsAnnAsync("Asks")).Decision.Code);
        var record = kit.Ledger.Records[0];
        Assert.Equal(cause, (string?)record.Json()["fact_errors"]![0]!["error"]);
        Assert.DoesNotContain("swordfish", record.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ProviderIsSlow_FactIsMissingWhenTimeIsUp()
    {
        var clock = new TimerClock();
        var context = new StubProvider("context", _ => StubProvider.Facts(("segment", "vip"))) { Gate = new TaskCompletionSource().Task };
        await using var kit = Guard(options => options.TimeProvider = clock, context);

        var call = kit.CallAsAnnAsync("Asks").AsTask();
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(GuardCodes.RuleError, (await call).Decision.Code);
    }

    [Fact]
    public async Task Call_NoProvider_FactIsMissing()
    {
        await using var kit = Guard();

        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsAnnAsync("Asks")).Decision.Code);
        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsAnnAsync("Refund", """{"order":"o-1","amount":1}""")).Decision.Code);
    }

    [Fact]
    public async Task Call_FactsGivenByTheHost_CountAndAreNotFetched()
    {
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "us"), ("total", 90)));
        await using var kit = Guard(orders);

        var outcome = await kit.CallAsync(Refund("o-1", ("team", "eu"), ("total", 90), ("type", "order"), ("id", "o-1")));

        Assert.Equal((true, 0), (outcome.Executed, orders.Asked));
        Assert.Equal("""{"id":"o-1","team":"eu","total":90,"type":"order"}""", kit.Ledger.Records[0].Json()["resource"]!.ToJsonString());
    }

    [Theory]
    [InlineData("type", "invoice")]
    [InlineData("id", "o-2")]
    [InlineData("id", 5)]
    public async Task Call_HostNamesAnotherResource_IsRefused(string key, object value)
    {
        await using var kit = Guard(new StubProvider("order", _ => StubProvider.Facts(("team", "eu"), ("total", 90))));

        Assert.Equal("resource_conflict", (await kit.CallAsync(Refund("o-1", (key, value)))).Decision.Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"order":""}""")]
    [InlineData("""{"order":1.5}""")]
    [InlineData("""{"order":["o-1"]}""")]
    public async Task Call_ResourceHasNoId_NothingOfItIsKnown(string arguments)
    {
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "eu"), ("total", 90)));
        await using var kit = Guard(orders);

        Assert.Equal((GuardCodes.RuleError, 0), ((await kit.CallAsAnnAsync("Refund", arguments)).Decision.Code, orders.Asked));
    }

    [Theory]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"order":null,"amount":1}""")]
    [InlineData("""{"order":["o-1"],"amount":1}""")]
    [InlineData("""{"order":"","amount":1}""")]
    public async Task Call_HostNamesAResourceWhereTheArgumentsNameNone_IsRefused(string arguments)
    {
        await using var kit = Guard();
        var call = new ToolCall("Refund", JsonNode.Parse(arguments)!.AsObject().ToDictionary(member => member.Key, member => (object?)member.Value))
        {
            Resource = StubProvider.Facts(("id", "o-1"), ("team", "eu"), ("total", 90)),
        };

        Assert.Equal("resource_conflict", (await kit.CallAsync(call)).Decision.Code);
    }

    [Fact]
    public async Task Call_HundredAtOnce_ShareOneFetch()
    {
        var gate = new TaskCompletionSource();
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "eu"), ("total", 90))) { Gate = gate.Task };
        await using var kit = Guard(orders);

        // A call runs until it waits for the fetch, so that all hundred wait before the provider answers.
        var calls = Enumerable.Range(0, 100).Select(_ => kit.CallAsAnnAsync("Refund", """{"order":"o-1","amount":1}""").AsTask()).ToArray();
        gate.SetResult();
        var outcomes = await Task.WhenAll(calls);

        Assert.All(outcomes, outcome => Assert.True(outcome.Executed));
        Assert.Equal(1, orders.Asked);
    }

    [Fact]
    public async Task Call_FirstOfTwoCancels_TheOtherGetsTheFacts()
    {
        var gate = new TaskCompletionSource();
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "eu"), ("total", 90))) { Gate = gate.Task };
        await using var kit = Guard(orders);
        using var cancellation = new CancellationTokenSource();

        var first = kit.Guard.InvokeAsync(Refund("o-1"), kit.Tool.RunAsync, cancellation.Token).AsTask();
        var second = kit.CallAsync(Refund("o-1")).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Equal((true, 1), ((await second).Executed, orders.Asked));
    }

    [Fact]
    public async Task Call_WithinMaxAge_UsesFactsAgainAndNoLonger()
    {
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "eu"), ("total", 90)));
        await using var kit = Guard(options => options.Facts.MaxAge = TimeSpan.FromSeconds(30), orders);

        await kit.CallAsync(Refund("o-1"));
        kit.Clock.Advance(TimeSpan.FromSeconds(29));
        await kit.CallAsync(Refund("o-1"));
        await kit.CallAsync(Refund("o-2"));
        Assert.Equal(2, orders.Asked);
        kit.Clock.Advance(TimeSpan.FromSeconds(1));
        await kit.CallAsync(Refund("o-1"));

        Assert.Equal(3, orders.Asked);
    }

    [Fact]
    public void Use_TwoProvidersOfOneSubject_Throws()
    {
        var options = new FactOptions();
        options.Use(new StubProvider("order", _ => null));

        Assert.Throws<ArgumentException>(() => options.Use(new StubProvider("order", _ => null)));
    }

    [Fact]
    [Trait("Requirement", "S3-14")]
    [Trait("Requirement", "S4-09")]
    public async Task Call_RegulationsOfTheTool_AreReadAndRecorded()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            tools: { Export: { regulations: [gdpr, pci] }, List: {} }
            rules:
              - { id: all, tool: "*", effect: allow }
              - { id: gdpr, tool: "*", when: '"gdpr" in tool.regulations', effect: deny }
            """);

        Assert.Equal((false, true), ((await kit.CallAsAnnAsync("Export")).Executed, (await kit.CallAsAnnAsync("List")).Executed));
        Assert.Equal("""["gdpr","pci"]""", kit.Ledger.Records[0].Json()["tool"]!["regulations"]!.ToJsonString());
    }

    private static ToolCall Refund(string order, params (string Name, object? Value)[] given) =>
        new("Refund", StubProvider.Facts(("order", order), ("amount", 1))) { Resource = StubProvider.Facts(given) };

    private static TestGuard Guard(params StubProvider[] providers) => Guard(_ => { }, providers);

    private static TestGuard Guard(Action<GuardOptions> configure, params StubProvider[] providers) => new(Policy, options =>
    {
        foreach (var provider in providers)
        {
            options.Facts.Use(provider);
        }

        configure(options);
    });
}
