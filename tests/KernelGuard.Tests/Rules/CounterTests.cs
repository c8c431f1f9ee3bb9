using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class CounterTests
{
    private const string Refunds = """
        kernelguard: 1
        policy: p
        vars:
          amount: double(args.amount)
          total: counters.refunded + vars.amount
        counters:
          refunded: { tool: Refunds.*, add: double(args.amount), per: 24h, by: [user.id] }
          calls: { tool: "*", per: 1h, by: [session.id] }
        rules:
          - { id: small, tool: Refunds.Issue, when: vars.amount < 100.0, effect: allow }
          - { id: cap, tool: Refunds.Issue, when: vars.total > 500.0, effect: deny, code: daily_cap, reason: "{counters.refunded} of 500" }
          - { id: busy, tool: Db.Select, when: counters.calls >= 3, effect: deny }
          - { id: reads, tool: Db.Select, effect: allow }
        """;

    [Fact]
    [Trait("Requirement", "S3-27")]
    [Trait("Requirement", "S5-37")]
    public async Task SplitRefunds_StopAtTheSum()
    {
        await using var kit = new TestGuard(Refunds);
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":90}""")).Executed);
        }

        var sixth = await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":90}""");

        Assert.Equal(("daily_cap", "450.0 of 500"), (sixth.Refusal!.Code, sixth.Decision.Reason));
        Assert.True((await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":50}""")).Executed);
        kit.Clock.Advance(TimeSpan.FromHours(24));
        Assert.True((await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":90}""")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task ParallelRefunds_StopAtTheSum()
    {
        await using var kit = new TestGuard(Refunds);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":50}"""))));

        Assert.Equal(10, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S4-07")]
    public async Task OtherTools_AddToCountersThatNameThem()
    {
        await using var kit = new TestGuard(Refunds);
        for (var i = 0; i < 3; i++)
        {
            await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":1}""");
        }

        Assert.Equal("busy", (await kit.CallAsAnnAsync("Db.Select")).Decision.Rule!.RuleId);
    }

    [Fact]
    [Trait("Requirement", "S3-15")]
    public async Task Refusals_AreCountedByWhomever_AndLeaveTheWindow()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            counters:
              refusals: { tool: "*", per: 10m, by: [agent.id], count: refused }
            rules:
              - { id: reads, tool: Db.Select, effect: allow }
              - { id: never, tool: Db.Drop, effect: deny }
              - { id: pushing, tool: "*", when: counters.refusals >= 3, effect: deny, code: too_many_refusals }
            """);
        foreach (var tool in new[] { "Db.Drop", "Db.Drop", "Nothing" })
        {
            Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
            await kit.CallAsAnnAsync(tool);
        }

        Assert.Equal("too_many_refusals", (await kit.CallAsAnnAsync("Db.Select")).Refusal!.Code);
        kit.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Theory]
    [InlineData("agent.id", "bot/ann/Drop", "bot/joe/Select", "other/ann/Select")]
    [InlineData("user.id", "bot/ann/Drop", "other/ann/Select", "bot/joe/Select")]
    [InlineData("tool.name", "bot/ann/Drop", "other/joe/Drop", "bot/ann/Select")]
    [InlineData("agent.id, tool.name", "bot/ann/Drop", "bot/joe/Drop", "bot/ann/Select")]
    [Trait("Requirement", "S3-15")]
    public async Task Refusals_AreKeptApartByAgentUserOrTool(string by, string refused, string same, string other)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            counters:
              refusals: { tool: "*", per: 10m, by: [{{by}}], count: refused }
            rules:
              - { id: reads, tool: "*", effect: allow }
              - { id: never, tool: Drop, when: has(args.all), effect: deny }
              - { id: pushing, tool: "*", when: counters.refusals >= 2, effect: deny, code: pushing }
            """);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(GuardCodes.PolicyDenied, await CallAsync(kit, refused, """{"all":true}"""));
        }

        Assert.Equal(("pushing", null), (await CallAsync(kit, same, "{}"), await CallAsync(kit, other, "{}")));
    }

    [Fact]
    [Trait("Requirement", "S3-17")]
    public async Task SameCallAgain_HoweverItIsWritten_IsAnAttempt()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: read, tool: Read, effect: allow }
              - { id: never, tool: Pay, when: call.attempts < 2, effect: deny }
              - { id: again, tool: Pay, when: call.attempts >= 2, effect: deny, code: asked_too_often }
            """);
        await kit.CallAsAnnAsync("Pay", """{"to":"x","amount":5}""");
        await kit.CallAsAnnAsync("pay", """{ "amount": 5.0, "to": "x" }""");

        Assert.Equal(GuardCodes.PolicyDenied, (await kit.CallAsAnnAsync("Pay", """{"to":"x","amount":6}""")).Refusal!.Code);
        Assert.Equal("asked_too_often", (await kit.CallAsAnnAsync("Pay", """{"amount":5e0,"to":"\u0078"}""")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-35")]
    public async Task Simulated_CountsCallsThatASandboxAnswered_AndNoOthers()
    {
        var fails = false;
        await using var kit = new TestGuard(
            """
            kernelguard: 1
            policy: p
            tools: { Mocks.Pay: { substitute: true }, Mocks.Ship: { substitute: true } }
            counters:
              simulated: { tool: "*", per: 1h, by: [agent.id], count: simulated }
              entered: { tool: "*", per: 1h, by: [agent.id] }
            rules:
              - { id: mail, tool: Mail, effect: sandbox, sandbox: { result: sent } }
              - { id: pay, tool: Pay, effect: sandbox, sandbox: { tool: Mocks.Pay } }
              - { id: unregistered, tool: Ship, effect: sandbox, sandbox: { tool: Mocks.Ship } }
              - { id: none, tool: Sell, effect: sandbox }
              - { id: read, tool: Read, effect: allow }
              - { id: count, tool: Count, when: 'counters.simulated >= 0', effect: deny, reason: "{counters.simulated} and {counters.entered}" }
            """,
            options => options.Substitutes["Mocks.Pay"] = (_, _) => fails ? throw new InvalidOperationException("no") : new("paid"));

        foreach (var tool in new[] { "Mail", "Pay", "Mail", "Ship", "Sell", "Read", "Unknown" })
        {
            await kit.CallAsAnnAsync(tool);
        }

        fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kit.CallAsAnnAsync("Pay"));
        using (kit.Guard.BeginScope("s1", "bot", "ann"))
        {
            await kit.Guard.AuthorizeAsync("bot", "Mail", cancellationToken: TestGuard.Cancellation);
        }

        Assert.Equal("3 and 1", (await kit.CallAsAnnAsync("Count")).Decision.Reason);
        kit.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("0 and 0", (await kit.CallAsAnnAsync("Count")).Decision.Reason);
    }

    [Fact]
    [Trait("Requirement", "S3-16")]
    public async Task UnusualVolume_ComparedWithTheAgentsOwnWeek_IsHeld()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            counters:
              hour: { tool: Db.Select, per: 1h, by: [agent.id] }
              week: { tool: Db.Select, per: 7d, by: [agent.id] }
            rules:
              - { id: reads, tool: Db.Select, effect: allow }
              - { id: unusual, tool: Db.Select, when: counters.hour > 5 && counters.hour * 168 > counters.week * 10, effect: require_approval }
            """);
        for (var i = 0; i < 168; i++)
        {
            Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
            kit.Clock.Advance(TimeSpan.FromHours(1));
        }

        var held = 0;
        for (var i = 0; i < 20; i++)
        {
            held += (await kit.CallAsAnnAsync("Db.Select")).Status == DecisionStatus.ApprovalPending ? 1 : 0;
        }

        Assert.Equal(9, held);
    }

    [Theory]
    [InlineData("observe", null)]
    [InlineData("enforce", "rule_error")]
    [Trait("Requirement", "S2-03")]
    public async Task Addition_ThatCannotBeComputed_RefusesWhatElseIsPermitted(string mode, string? code)
    {
        await using var kit = new TestGuard(
        [
            $$"""
            kernelguard: 1
            policy: p
            mode: {{mode}}
            counters:
              spent: { tool: Pay, add: double(args.amount), per: 1h }
            """,
            "kernelguard: 1\npolicy: q\nrules: [{ id: permit, tool: Pay, effect: allow }]",
        ]);

        Assert.Equal(code, (await kit.CallAsAnnAsync("Pay", """{"amount":-5}""")).Refusal?.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-72")]
    [Trait("Requirement", "S2-22")]
    public async Task Evidence_HasWhatWasRead()
    {
        await using var kit = new TestGuard(Refunds);
        await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":0.1}""");

        var outcome = await kit.CallAsAnnAsync("Refunds.Issue", """{"amount":0.2}""");

        Assert.Equal(new UsageReading("p", "refunded", 0.1m), Assert.Single(outcome.Decision.Usage));
    }

    // Who calls what: agent/user/tool.
    private static async Task<string?> CallAsync(TestGuard kit, string call, string arguments)
    {
        var parts = call.Split('/');
        using var scope = kit.Guard.BeginScope("s1", parts[0], parts[1]);
        return (await kit.CallAsync(parts[2], arguments)).Refusal?.Code;
    }
}
