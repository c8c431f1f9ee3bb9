using KernelGuard.Calls;
using KernelGuard.Decisions;
using Xunit;

namespace KernelGuard.Tests.Root;

public sealed class ObserveModeTests
{
    private const string Rules = """
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: held, tool: Held, effect: require_approval }
          - { id: never, tool: Never, effect: deny, code: c }
          - { id: broken, tool: Broken, when: args.absent == 1, effect: deny }
          - { id: still-never, tool: Drop, effect: deny, code: dropped, mode: enforce }
        """;

    private const string ObservedSet = "kernelguard: 1\npolicy: p\nset: { mode: observe }\n" + Rules;

    [Theory]
    [InlineData("Read", Effect.Allow, null, "read")]
    [InlineData("Held", Effect.RequireApproval, GuardCodes.ApprovalRequired, "held")]
    [InlineData("Never", Effect.Deny, "c", "never")]
    [InlineData("Broken", Effect.Deny, GuardCodes.RuleError, null)]
    [InlineData("Nothing", Effect.Deny, GuardCodes.NoRule, null)]
    [Trait("Requirement", "S1-27")]
    [Trait("Requirement", "S2-23")]
    [Trait("Requirement", "S4-80")]
    public async Task Call_ObservedSet_RunsAndKeepsWhatWouldHaveBeenDecided(string tool, Effect effect, string? code, string? rule)
    {
        await using var kit = new TestGuard(ObservedSet);

        var outcome = await kit.CallAsAnnAsync(tool);

        Assert.True(outcome.Executed);
        Assert.Equal(GuardMode.Observe, outcome.Decision.Mode);
        Assert.Equal((effect, code, rule), (outcome.Decision.Observed!.Effect, outcome.Decision.Observed.Code, outcome.Decision.Observed.Rule?.RuleId));
        Assert.Contains("\"observed\"", kit.Ledger.Records[0].Text(), StringComparison.Ordinal);
        Assert.Empty(kit.Guard.Approvals.List());
    }

    [Fact]
    public async Task Call_ObservedSetAndNobodyKnown_WouldHaveNobodyToApproveFor()
    {
        await using var kit = new TestGuard(ObservedSet);

        var outcome = await kit.CallAsync("Held");

        Assert.Equal((true, GuardCodes.NoCaller), (outcome.Executed, outcome.Decision.Observed!.Code));
    }

    [Fact]
    [Trait("Requirement", "S4-84")]
    public async Task Call_ObservedSetAndARuleThatEnforces_Refuses()
    {
        await using var kit = new TestGuard(ObservedSet);

        var outcome = await kit.CallAsync("Drop");

        Assert.Equal((0, "dropped"), (kit.Tool.Count, outcome.Refusal!.Code));
    }

    [Theory]
    [InlineData("effect: sandbox, sandbox: { result: fake }", Effect.Sandbox, DecisionStatus.Permitted, null)]
    [InlineData("effect: transform, transform: [{ clamp: args.n, max: 5 }]", Effect.Allow, DecisionStatus.Permitted, "{\"n\":5}")]
    [InlineData("effect: require_approval", Effect.RequireApproval, DecisionStatus.ApprovalPending, null)]
    [InlineData("effect: throttle, throttle: { limit: 0, per: 1h }", Effect.Deny, DecisionStatus.Throttled, null)]
    [Trait("Requirement", "S4-84")]
    public async Task Call_ObservedSetAndARuleThatEnforces_BindsInFull(string rule, Effect effect, DecisionStatus status, string? ran)
    {
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nset: {{ mode: observe }}\nrules: [{{ id: r, tool: Pay, mode: enforce, {rule} }}, {{ id: a, tool: Pay, effect: allow }}]");

        var outcome = await kit.CallAsAnnAsync("Pay", """{"n":9}""");

        Assert.Equal((effect, status), (outcome.Decision.Effect, outcome.Decision.Status));
        Assert.Equal(ran is null ? [] : [ran], kit.Tool.Entries.Select(CanonicalJson.ToText));
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Call_ObservedSet_StillRefusesWhatItCannotReadOrRecord()
    {
        await using var kit = new TestGuard(ObservedSet);

        Assert.Equal("duplicate_key", (await kit.CallAsync("Read", """{"a":1,"a":2}""")).Refusal!.Code);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");
        Assert.Equal(GuardCodes.EvidenceUnavailable, (await kit.CallAsync("Read")).Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-04")]
    public async Task Call_SetRunsWithoutEvidence_RunsAndTheDecisionSaysSo()
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nset: { on_evidence_failure: allow }\n" + Rules);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        var outcome = await kit.CallAsync("Read");

        Assert.True(outcome.Executed);
        Assert.True(outcome.Decision.RunsWithoutEvidence);
        Assert.Equal("c", (await kit.CallAsync("Never")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-84")]
    public async Task Call_ObservedRule_IsRecordedAndDoesNotBind()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: read, tool: Read, effect: allow }
              - { id: maybe, tool: Read, effect: deny, code: later, mode: observe }
            """);

        var outcome = await kit.CallAsync("Read");

        Assert.True(outcome.Executed);
        Assert.Equal((GuardMode.Enforce, "read"), (outcome.Decision.Mode, outcome.Decision.Rule!.RuleId));
        Assert.Equal(new ObservedDecision(Effect.Deny, "later", new RuleReference("p", "maybe", Effect.Deny, GuardMode.Observe)), outcome.Decision.Observed);
    }

    [Fact]
    [Trait("Requirement", "S4-84")]
    public async Task Call_ObservedPolicyBesideAnother_NeitherPermitsNorForbids()
    {
        await using var kit = new TestGuard(
        [
            "kernelguard: 1\npolicy: old\nrules: [{ id: read, tool: Read, effect: allow }]",
            "kernelguard: 1\npolicy: new\nmode: observe\nrules: [{ id: never, tool: Read, effect: deny }, { id: write, tool: Write, effect: allow }]",
        ]);

        var read = await kit.CallAsync("Read");
        var write = await kit.CallAsync("Write");

        Assert.Equal((true, Effect.Deny), (read.Executed, read.Decision.Observed!.Effect));
        Assert.Equal((GuardCodes.NoRule, Effect.Allow), (write.Refusal!.Code, write.Decision.Observed!.Effect));
    }
}
