using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>Ordered levels in conditions.</summary>
public sealed class LevelTests
{
    [Theory]
    [Trait("Requirement", "S4-54")]
    [Trait("Requirement", "S3-08")]
    [InlineData("public", "policy_denied")]
    [InlineData("internal", "policy_denied")]
    [InlineData("confidential", null)]
    [InlineData("secret", null)]
    [InlineData("Secret", GuardCodes.RuleError)]
    [InlineData("unheard-of", GuardCodes.RuleError)]
    [InlineData("", GuardCodes.RuleError)]
    [InlineData(null, GuardCodes.RuleError)]
    public async Task Call_TouchesPii_NeedsClassificationConfidential(string? classification, string? code)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            levels: { classification: [public, internal, confidential, secret] }
            tools: { Crm.Read: { data: [pii] } }
            rules:
              - { id: read, tool: "*", effect: allow }
              - id: pii
                tool: "*"
                when: '"pii" in tool.data && levels.classification[context.classification] < levels.classification.confidential'
                effect: deny
            """);

        var outcome = await kit.CallAsync(new ToolCall("Crm.Read")
        {
            Context = classification is null ? null : new Dictionary<string, object?> { ["classification"] = classification },
        });

        Assert.Equal((code, code is null), (outcome.Decision.Code, outcome.Executed));
    }

    [Theory]
    [Trait("Requirement", "S4-35")]
    [InlineData("untrusted", false)]
    [InlineData("probation", true)]
    [InlineData("full", true)]
    public async Task Call_TrustOfTheAgent_IsALevel(string trust, bool runs)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            levels: { trust: [untrusted, probation, full] }
            agents: { bot: { trust: {{trust}} } }
            rules: [{ id: r, tool: Pay, when: "levels.trust[agent.trust] >= levels.trust.probation", effect: allow }]
            """);

        Assert.Equal(runs, (await kit.CallAsAnnAsync("Pay")).Executed);
    }

    [Theory]
    [Trait("Requirement", "S4-33")]
    [Trait("Requirement", "S4-55")]
    [InlineData("2026-11-13T10:00:01Z", false)]
    [InlineData("2026-11-13T10:00:00Z", true)]
    [InlineData("2026-11-01", true)]
    public async Task Call_AgentOfLessThanSevenDays_IsNew(string since, bool runs)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { since: "{{since}}" } }
            rules:
              - { id: all, tool: "*", effect: allow }
              - { id: new, tool: "*", when: 'request.time - agent.since < duration("168h")', effect: require_approval }
            """);

        Assert.Equal(runs, (await kit.CallAsAnnAsync("Pay")).Executed);
    }
}
