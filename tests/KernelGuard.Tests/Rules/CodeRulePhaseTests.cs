using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class CodeRulePhaseTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        rules:
          - { id: a, tool: Pay, effect: allow }
          - { id: cap, tool: Pay, effect: transform, when: args.amount > 500, transform: [{ clamp: args.amount, max: '500' }] }
        roles: { payer: { may: [Pay] } }
        agents: { bot: { roles: [payer] }, idle: {} }
        """;

    [Theory]
    [InlineData(RulePhase.AsSent, 900, 900, GuardCodes.PolicyDenied)]
    [InlineData(RulePhase.AsSent, 300, 300, null)]
    [InlineData(RulePhase.AsChanged, 900, 500, null)]
    [InlineData(RulePhase.AsChanged, 300, 300, null)]
    public async Task Rule_IsAskedOnceAboutTheCallOfItsPhase(RulePhase phase, int sent, int seen, string? code)
    {
        var rule = new StubRule("r", Effect.Deny, Over500) { Phase = phase };
        await using var kit = Guard(rule);

        var outcome = await kit.CallAsAnnAsync("Pay", $$"""{"amount":{{sent}}}""");

        Assert.Equal(seen, Assert.Single(rule.Asked).Arguments.Whole("amount"));
        Assert.Equal(code, outcome.Decision.Code);
    }

    [Fact]
    public async Task Call_RefusedAsSent_LaterPhaseIsNotAsked()
    {
        var later = new StubRule("later", Effect.Deny);
        await using var kit = Guard(new StubRule("first", Effect.Deny, Over500) { Phase = RulePhase.AsSent }, later);

        var decision = (await kit.CallAsAnnAsync("Pay", """{"amount":900}""")).Decision;

        Assert.Empty(later.Asked);
        Assert.Equal(RuleOutcome.NotAsked, decision.Evaluations.Single(e => e.Rule.RuleId == "later").Outcome);
    }

    [Theory]
    [InlineData("idle", 900, false, GuardCodes.NotPermitted, "not_asked")]
    [InlineData("bot", 900, true, GuardCodes.PolicyDenied, "not_asked")]
    [InlineData("bot", -1, false, GuardCodes.TransformFailed, "not_asked")]
    [InlineData("bot", 300, false, null, "matched")]
    public async Task Call_RefusedBeforeCodeIsAsked_EvidenceSaysSo(string agent, int amount, bool refusesAsSent, string? code, string result)
    {
        var rule = new StubRule("r", Effect.Allow);
        var sent = new StubRule("sent", Effect.Deny, _ => refusesAsSent ? RuleAnswer.Matched : RuleAnswer.NotMatched) { Phase = RulePhase.AsSent };
        await using var kit = new TestGuard(
            Policy.Replace("amount > 500", "amount > 500 || args.amount < 0", StringComparison.Ordinal).Replace("max: '500'", "max: '500', min: '1 / (args.amount + 1)'", StringComparison.Ordinal),
            options => Array.ForEach<IGuardRule>([rule, sent], options.Rules.Add));
        using var scope = kit.Guard.BeginScope("s1", agent, "ann");

        var decision = (await kit.CallAsync("Pay", $$"""{"amount":{{amount}}}""")).Decision;

        Assert.Equal(code, decision.Code);
        Assert.Equal(result == "matched" ? 1 : 0, rule.Asked.Count);
        Assert.Equal(result, kit.Ledger.Records[0].Json()["rules"]!.AsArray().Where(r => (string?)r!["rule"] == "r").Select(r => (string?)r!["result"]).Single());
    }

    [Fact]
    public async Task Call_Changed_EvidenceHasBothPhases()
    {
        await using var kit = Guard(
            new StubRule("sent", Effect.Deny, Over500) { Phase = RulePhase.AsSent, Mode = GuardMode.Observe }, new StubRule("changed", Effect.LogOnly));

        var decision = (await kit.CallAsAnnAsync("Pay", """{"amount":900}""")).Decision;

        Assert.Equal([("changed", RuleOutcome.Matched), ("sent", RuleOutcome.Matched), ("a", RuleOutcome.Matched), ("cap", RuleOutcome.Matched)],
            decision.Evaluations.Select(e => (e.Rule.RuleId, e.Outcome)));
        Assert.Equal((Effect.LogOnly, "sent"), (decision.Effect, decision.Observed!.Rule!.RuleId));
    }

    [Fact]
    public async Task Call_RolesRefuse_NoCodeIsAsked()
    {
        var rule = new StubRule("r", Effect.Allow);
        await using var kit = Guard(rule);
        using var scope = kit.Guard.BeginScope("s1", "idle", "ann");

        Assert.Equal(GuardCodes.NotPermitted, (await kit.CallAsync("Pay", """{"amount":1}""")).Decision.Code);
        Assert.Empty(rule.Asked);
    }

    [Fact]
    public async Task Order_OfRulesInAPhase_ChangesNothing()
    {
        IGuardRule[] rules = [new StubRule("x", Effect.Deny), new StubRule("b", Effect.Deny), new StubRule("c", Effect.Allow), new StubRule("d", Effect.RequireApproval)];
        await using var one = Guard(rules);
        await using var other = Guard([.. rules.Reverse()]);

        var (first, second) = ((await one.CallAsAnnAsync("Pay", """{"amount":1}""")).Decision, (await other.CallAsAnnAsync("Pay", """{"amount":1}""")).Decision);

        Assert.Equal("b", first.Rule!.RuleId);
        Assert.Equal((first.Rule, first.Code, first.PolicyDigest), (second.Rule, second.Code, second.PolicyDigest));
        Assert.Equal(first.Evaluations, second.Evaluations);
    }

    private static RuleAnswer Over500(RuleCall call) => call.Arguments.Double("amount") > 500 ? RuleAnswer.Matched : RuleAnswer.NotMatched;

    private static TestGuard Guard(params IGuardRule[] rules) => new(Policy, options => Array.ForEach(rules, options.Rules.Add));
}
