using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>What the comparison with the reference judge brought to light, one by one.</summary>
public sealed class RandomSetFindingsTests
{
    private const string Document = "kernelguard: 1\npolicy: p\n";

    [Fact]
    [Trait("Requirement", "S4-81")]
    public async Task TrialInAFirstMatchList_WouldHaveDecidedAsItsFirstMatch()
    {
        await using var kit = new TestGuard(Document + """
            combine: first_match
            rules:
              - { id: trial, tool: A, effect: require_approval, mode: observe }
              - { id: never, tool: A, effect: deny }
              - { id: other, tool: B, effect: allow }
            """);

        var decision = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal(("never", Effect.RequireApproval, "trial"), (decision.Rule!.RuleId, decision.Observed!.Effect, decision.Observed.Rule!.RuleId));
    }

    [Fact]
    [Trait("Requirement", "S4-84")]
    public async Task EnforcedRuleInAnObservedList_IsNotHiddenByAnObservedOne()
    {
        await using var kit = new TestGuard([
            Document + """
                mode: observe
                combine: first_match
                rules:
                  - { id: watched, tool: A, effect: allow }
                  - { id: never, tool: A, effect: deny, mode: enforce }
                """,
            "kernelguard: 1\npolicy: q\nrules: [{ id: all, tool: A, effect: allow }]"]);

        var decision = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal(("never", "watched"), (decision.Rule!.RuleId, decision.Observed!.Rule!.RuleId));
    }

    [Fact]
    [Trait("Requirement", "S4-81")]
    public async Task TrialBesideADefault_WouldHaveReplacedIt()
    {
        await using var kit = new TestGuard(Document + """
            default: deny
            applies_to: [A]
            rules:
              - { id: trial, tool: A, effect: require_approval, mode: observe }
              - { id: other, tool: B, effect: allow }
            """);

        var decision = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal(("default", "trial"), (decision.Rule!.RuleId, decision.Observed!.Rule!.RuleId));
    }

    [Fact]
    public async Task ObservedTransformThatFailsOnTheChangedCall_RefusesNothing()
    {
        await using var kit = new TestGuard(Document + """
            rules:
              - { id: all, tool: A, effect: allow }
              - { id: out, tool: A, effect: transform, transform: [{ remove: args.x }] }
              - { id: trial, tool: A, when: args.x > 5, effect: transform, mode: observe, transform: [{ set: args.y, to: "1" }] }
            """);

        var decision = (await kit.CallAsAnnAsync("A", """{"x":1,"y":2}""")).Decision;

        Assert.Equal((DecisionStatus.Permitted, GuardCodes.TransformFailed), (decision.Status, decision.Observed!.Code));
    }

    [Theory]
    [InlineData("fails", "one", "two")]
    [InlineData("one", "fails", "two")]
    [InlineData("one", "two", "fails")]
    [Trait("Requirement", "S3-20")]
    public async Task ConflictAndFailureOfTransforms_AnyOrder_SameCode(params string[] order)
    {
        var rules = order.Select(id => id == "fails"
            ? "  - { id: fails, tool: A, effect: transform, transform: [{ clamp: args.absent, max: '1' }] }\n"
            : $"  - {{ id: {id}, tool: A, effect: transform, transform: [{{ set: args.x, to: '1' }}] }}\n");
        await using var kit = new TestGuard(Document + "rules:\n  - { id: all, tool: A, effect: allow }\n" + string.Concat(rules));

        Assert.Equal(GuardCodes.TransformConflict, (await kit.CallAsAnnAsync("A", """{"x":0}""")).Refusal!.Code);
    }

    [Theory]
    [InlineData("with", "without")]
    [InlineData("without", "with")]
    [Trait("Requirement", "S3-20")]
    public async Task SandboxesWithAndWithoutASubstitute_AnyOrder_Refuse(params string[] order)
    {
        var rules = order.Select(id => $"  - {{ id: {id}, tool: A, effect: sandbox{(id == "with" ? ", sandbox: { result: 1 }" : "")} }}\n");
        await using var kit = new TestGuard(Document + "rules:\n" + string.Concat(rules));

        var decision = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal((GuardCodes.NoSubstitute, "without"), (decision.Code, decision.Rule!.RuleId));
    }

    [Theory]
    [InlineData("Mocks.One", "Mocks.Two")]
    [InlineData("Mocks.Two", "Mocks.One")]
    [Trait("Requirement", "S3-20")]
    public async Task SandboxesOfWhichOneSubstituteIsDenied_AnyOrder_Deny(string first, string second)
    {
        await using var kit = new TestGuard(Document + $$"""
            tools: { Mocks.One: { substitute: true }, Mocks.Two: { substitute: true } }
            rules:
              - { id: first, tool: A, effect: sandbox, sandbox: { tool: {{first}} } }
              - { id: second, tool: A, effect: sandbox, sandbox: { tool: {{second}} } }
              - { id: never, tool: Mocks.Two, effect: deny }
            """);

        Assert.Equal("never", (await kit.CallAsAnnAsync("A")).Decision.Rule!.RuleId);
    }

    [Fact]
    public async Task DefaultDeny_DoesNotConcernSubstitutes()
    {
        await using var kit = new TestGuard(Document + """
            default: deny
            applies_to: ["*"]
            tools: { Mocks.One: { substitute: true } }
            rules: [{ id: first, tool: A, effect: sandbox, sandbox: { tool: Mocks.One } }]
            """);

        Assert.Equal(Effect.Sandbox, (await kit.CallAsAnnAsync("A")).Decision.Effect);
    }

    [Fact]
    [Trait("Requirement", "S4-81")]
    public async Task ObservedDenyOfASubstitute_IsToldAsWhatWouldBe()
    {
        await using var kit = new TestGuard(Document + """
            tools: { Mocks.One: { substitute: true } }
            rules:
              - { id: first, tool: A, effect: sandbox, sandbox: { tool: Mocks.One } }
              - { id: trial, tool: Mocks.One, effect: deny, mode: observe }
            """);

        var decision = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal((Effect.Sandbox, "trial"), (decision.Effect, decision.Observed!.Rule!.RuleId));
    }
}
