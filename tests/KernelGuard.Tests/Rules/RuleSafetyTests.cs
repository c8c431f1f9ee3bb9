using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>What a rule that cannot be evaluated does: a permit permits nothing, a restriction refuses.</summary>
public sealed class RuleSafetyTests
{
    [Theory]
    [InlineData("allow", Effect.Deny, GuardCodes.NoRule)]
    [InlineData("log_only", Effect.Deny, GuardCodes.NoRule)]
    [InlineData("deny", Effect.Deny, GuardCodes.RuleError)]
    [InlineData("require_approval", Effect.Deny, GuardCodes.RuleError)]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S3-18")]
    public async Task Call_ConditionFails_IsOnTheSafeSide(string effect, Effect expected, string code)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            rules:
              - { id: broken, tool: Pay, when: args.amount / 0 == 1, effect: {{effect}} }
              - { id: other, tool: Other, effect: allow }
            """);

        var outcome = await kit.CallAsAnnAsync("Pay", """{"amount":1}""");

        Assert.Equal((expected, code, 0), (outcome.Decision.Effect, outcome.Decision.Code, kit.Tool.Count));
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Call_LogOnlyConditionFails_FlagsWhatSomethingElsePermits()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: Pay, effect: allow }
              - { id: broken, tool: Pay, when: args.absent == 1, effect: log_only }
            """);

        var outcome = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((true, Effect.LogOnly, "broken"), (outcome.Executed, outcome.Decision.Effect, outcome.Decision.Rule!.RuleId));
    }

    [Theory]
    [InlineData("agent.id == 'x'")]
    [InlineData("agent.attributes.team == 'x'")]
    [InlineData("'x' in agent.roles")]
    [InlineData("agent.trust == 'x'")]
    [InlineData("request.time - agent.since < duration('168h')")]
    [InlineData("user.id == 'x'")]
    [InlineData("'x' in user.roles")]
    [InlineData("user.tenant == 'x'")]
    [InlineData("user.workspace == 'x'")]
    [InlineData("session.id == 'x'")]
    [InlineData("session.denials > 3")]
    [InlineData("session.calls > 3")]
    [InlineData("'untrusted' in session.labels")]
    [InlineData("counters.refusals > 3")]
    [InlineData("counters.volume > 3")]
    [InlineData("env.name == 'x'")]
    [InlineData("context.segment == 'x'")]
    [InlineData("context.severity > 3")]
    [InlineData("context.classification == 'x'")]
    [InlineData("'gdpr' in context.regulations")]
    [InlineData("resource.owner == 'x'")]
    [InlineData("args.amount > 3.0")]
    [InlineData("args.recipient == 'x'")]
    [InlineData("url(args.destination).hostIs('x.example')")]
    [InlineData("args.items.size() > 3")]
    [InlineData("vars.total > 3.0")]
    [Trait("Requirement", "S3-18")]
    public async Task Call_FactThatNobodyGave_NeitherPermitsNorSlipsThroughADeny(string condition)
    {
        await using var permits = new TestGuard(Policy(condition, "allow"));
        await using var denies = new TestGuard(Policy(condition, "deny"));
        await using var negated = new TestGuard(Policy($"!({condition})", "deny"));

        Assert.Equal(GuardCodes.NoRule, (await permits.CallAsync("Pay")).Refusal!.Code);
        Assert.Equal(GuardCodes.RuleError, (await denies.CallAsync("Pay")).Refusal!.Code);
        Assert.Equal(GuardCodes.RuleError, (await negated.CallAsync("Pay")).Refusal!.Code);
    }

    [Theory]
    [InlineData("has(user.tenant)")]
    [InlineData("has(env.name)")]
    [InlineData("has(context.segment)")]
    [InlineData("has(args.recipient)")]
    [InlineData("resource.type != ''")]
    [InlineData("tool.risk != ''")]
    [InlineData("tool.impact != ''")]
    [InlineData("tool.data != []")]
    [InlineData("tool.regulations != []")]
    [InlineData("call.attempts > 0")]
    [Trait("Requirement", "S3-18")]
    public async Task Call_QuestionWhetherAFactIsThere_IsAnswered(string condition)
    {
        await using var kit = new TestGuard(Policy($"!({condition})", "allow"));

        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
    }

    [Theory]
    [InlineData("has(user.id)")]
    [InlineData("has(agent.id)")]
    [InlineData("has(session.id)")]
    [InlineData("has(user.tenant) || has(agent.since) || has(session.calls)")]
    [InlineData("user.?id.orValue('') != ''")]
    [InlineData("has(user.id) && user.id == 'ann'")]
    [Trait("Requirement", "S3-18")]
    public async Task Call_OfWhichNobodySaidWhoActs_CanBeAskedFor(string condition)
    {
        await using var anonymous = new TestGuard(Policy($"!({condition})", "deny"));
        await using var known = new TestGuard(Policy(condition, "deny"));

        Assert.Equal(GuardCodes.PolicyDenied, (await anonymous.CallAsync("Pay")).Refusal!.Code);
        Assert.True((await known.CallAsync("Pay")).Executed);
    }

    [Theory]
    [InlineData("user.id == 'ann'")]
    [InlineData("user.roles.size() == 0")]
    [InlineData("has(user.attributes.team)")]
    [InlineData("user.attributes.?team.orValue('') == ''")]
    [InlineData("has(agent.attributes.team)")]
    [InlineData("agent.id != 'bot'")]
    [InlineData("session.calls == 0")]
    [InlineData("!('x' in session.labels)")]
    [Trait("Requirement", "S3-18")]
    public async Task Call_OfWhichNobodySaidWhoActs_ReadingStaysAnError(string condition)
    {
        await using var permits = new TestGuard(Policy(condition, "allow"));
        await using var denies = new TestGuard(Policy(condition, "deny"));

        Assert.Equal(GuardCodes.NoRule, (await permits.CallAsync("Pay")).Refusal!.Code);
        Assert.Equal(GuardCodes.RuleError, (await denies.CallAsync("Pay")).Refusal!.Code);
    }

    [Theory]
    [InlineData("'x'.matches('(a+)+$')")]
    [InlineData("args.text.matches('(a|a)*b')")]
    [InlineData("[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))")]
    [Trait("Requirement", "S2-03")]
    public async Task Call_ExpensiveCondition_EndsAndNeverRunsByAccident(string condition)
    {
        await using var kit = new TestGuard(Policy($"!({condition}) && {condition}", "allow"));

        var outcome = await kit.CallAsync("Pay", $$"""{"text":"{{new string('a', 100_000)}}"}""");

        Assert.False(outcome.Executed);
    }

    private static string Policy(string condition, string effect) => $$"""
        kernelguard: 1
        policy: p
        vars: { total: double(args.total) }
        counters:
          refusals: { tool: Pay, per: 1h, by: [agent.id], count: refused }
          volume: { tool: Other, per: 1h, by: [user.id] }
        rules:
          - { id: rule, tool: Pay, when: "{{condition}}", effect: {{effect}} }
          - { id: other, tool: {{(effect == "allow" ? "Other" : "'*'")}}, effect: allow }
        """;
}
