using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>How risky an action is decides whether a rule answers alone or a person does; what counts as risky stands in the policy.</summary>
public sealed class RiskTierTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        vars:
          tier: 'tool.risk == "low" ? 1 : tool.risk == "high" ? 3 : double(args.amount) < 100.0 ? 1 : double(args.amount) < 1000.0 ? 2 : 3'
        tools:
          Note: { risk: low }
          Pay: { risk: medium }
          Wire: { risk: high }
        rules:
          - { id: automatic, tool: [Note, Pay, Wire], when: vars.tier == 1, effect: allow }
          - { id: person, tool: [Note, Pay, Wire], when: vars.tier == 2, effect: require_approval }
          - { id: never, tool: [Note, Pay, Wire], when: vars.tier == 3, effect: deny }
        """;

    [Theory]
    [InlineData("Note", 5_000, DecisionStatus.Permitted, "automatic")]
    [InlineData("Pay", 99.99, DecisionStatus.Permitted, "automatic")]
    [InlineData("Pay", 100, DecisionStatus.ApprovalPending, "person")]
    [InlineData("Pay", 1_000, DecisionStatus.Denied, "never")]
    [InlineData("Wire", 1, DecisionStatus.Denied, "never")]
    [Trait("Requirement", "S3-19")]
    [Trait("Requirement", "S3-35")]
    public async Task Call_TierDeclaredOrComputed_PicksRuleOrPerson(string tool, double amount, DecisionStatus status, string rule)
    {
        await using var kit = new TestGuard(Policy);

        var outcome = await kit.CallAsAnnAsync(tool, Amount(amount));

        Assert.Equal((status, rule), (outcome.Status, outcome.Decision.Rule!.RuleId));
        Assert.Equal(status == DecisionStatus.Permitted ? 1 : 0, kit.Tool.Count);
        Assert.Equal(status == DecisionStatus.ApprovalPending, outcome.TicketId is not null);
    }

    [Fact]
    [Trait("Requirement", "S3-36")]
    public async Task Threshold_ChangedInTheFile_MovesTheTierOfTheNextCall()
    {
        await using var kit = new TestGuard(Policy);
        Assert.Equal("person", (await kit.CallAsAnnAsync("Pay", Amount(150))).Decision.Rule!.RuleId);

        kit.Reload(Policy.Replace("< 100.0", "< 200.0", StringComparison.Ordinal));
        Assert.True((await kit.CallAsAnnAsync("Pay", Amount(150))).Executed);

        kit.Reload(Policy.Replace("Note: { risk: low }", "Note: { risk: high }", StringComparison.Ordinal));
        Assert.Equal("never", (await kit.CallAsAnnAsync("Note", Amount(1))).Decision.Rule!.RuleId);
    }

    [Theory]
    [InlineData("no rule", "")]
    [InlineData("another tool", "  - { id: ask, tool: Wire, effect: require_approval }")]
    [InlineData("does not hold", "  - { id: ask, tool: Pay, when: args.amount < 10.0, effect: require_approval }")]
    [InlineData("only observed", "  - { id: ask, tool: Pay, effect: require_approval, mode: observe }")]
    [InlineData("forbidden all the same", "  - { id: ask, tool: Pay, effect: require_approval }\n  - { id: never, tool: Pay, effect: deny }")]
    [InlineData("no way to know", "  - { id: ask, tool: Pay, when: context.segment == 5, effect: require_approval }")]
    [Trait("Requirement", "S3-21")]
    public async Task Call_PolicyDoesNotLeaveItToAPerson_OpensNoTicket(string why, string rules)
    {
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nrules:\n  - {{ id: note, tool: Note, effect: allow }}\n{rules}\n");

        var outcome = await kit.CallAsAnnAsync("Pay", Amount(50));

        Assert.True(outcome.Decision.Effect == Effect.Deny && outcome.TicketId is null, why);
        Assert.Empty(kit.Guard.Approvals.List());
        Assert.Equal(0, kit.Tool.Count);
    }

    private static string Amount(double amount) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"amount":{{amount}}}""");
}
