using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Facts;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Scenarios;

/// <summary>samples/policies/gradual-trust as a host sees it: what the tool meets, and what people change while the guard runs. The clock begins on 2026-11-20, 10:00.</summary>
public sealed class GradualTrustTests
{
    private static readonly string Policy = Repository.Read("samples/policies/gradual-trust/gradual-trust.yaml");

    [Fact]
    [Trait("Requirement", "S4-33")]
    [Trait("Requirement", "S4-35")]
    public async Task NewAgent_AfterSevenDaysAndTwentyCalls_Acts()
    {
        await using var kit = new TestGuard(Policy);
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await CallAsync(kit, "trial-bot", "Case.Answer")).IsSimulated);
        }

        kit.Clock.Advance(new DateTimeOffset(2026, 11, 23, 8, 59, 59, 999, TimeSpan.Zero) - kit.Clock.GetUtcNow());
        Assert.True((await CallAsync(kit, "trial-bot", "Case.Answer")).IsSimulated);
        Assert.Equal(0, kit.Tool.Count);

        kit.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await CallAsync(kit, "trial-bot", "Case.Answer")).Executed);
        Assert.Equal("risky", (await CallAsync(kit, "trial-bot", "Case.Refund")).Decision.Rule!.RuleId);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S4-34")]
    public async Task UntrustedAgent_StaysInTheSandbox()
    {
        await using var kit = new TestGuard(Policy);
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal((true, "untrusted"), await AnswerAsync(kit, "guest-bot"));
        }

        Assert.Equal(0, kit.Tool.Count);

        kit.Reload(Policy.Replace("trust: untrusted }", "trust: full }", StringComparison.Ordinal));
        Assert.Equal((false, "acting"), await AnswerAsync(kit, "guest-bot"));
    }

    [Fact]
    [Trait("Requirement", "S4-35")]
    public async Task Trust_RaisedByAPersonInTheFile_CountsFromTheNextCallAndIsRecorded()
    {
        await using var kit = new TestGuard(Policy);
        Assert.True((await CallAsync(kit, "trial-bot", "Case.Refund")).IsSimulated);

        kit.Reload(Policy.Replace("trust: new }", "trust: full }", StringComparison.Ordinal));

        Assert.True((await CallAsync(kit, "trial-bot", "Case.Refund")).Executed);
        Assert.Single(kit.Notes("policy_changed"));
    }

    [Fact]
    [Trait("Requirement", "S4-34")]
    [Trait("Requirement", "S4-35")]
    public async Task Trust_ChangedInTheDirectory_CountsFromTheNextCall()
    {
        var trust = "new";
        await using var kit = new TestGuard(
            Policy[..Policy.IndexOf("agents:", StringComparison.Ordinal)] + Policy[Policy.IndexOf("counters:", StringComparison.Ordinal)..],
            options => options.Agents.Directory = new Directory(id => new AgentIdentity(id, trust: trust, since: new DateTimeOffset(2026, 11, 19, 0, 0, 0, TimeSpan.Zero))));

        Assert.Equal((true, "not-proven"), await AnswerAsync(kit, "bot"));
        trust = "full";
        Assert.Equal((false, "acting"), await AnswerAsync(kit, "bot"));
        trust = "untrusted";
        Assert.Equal((true, "untrusted"), await AnswerAsync(kit, "bot"));
        trust = "boundless";
        Assert.Equal((false, null), await AnswerAsync(kit, "bot"));
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S4-35")]
    public async Task Violations_PutBackAtOnceAndForADay_AlsoAcrossAReload()
    {
        await using var kit = new TestGuard(Policy);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((false, "acting"), await AnswerAsync(kit, "senior-bot"));
            await CallAsync(kit, "senior-bot", "Case.Delete");
        }

        Assert.Equal((true, "put-back"), await AnswerAsync(kit, "senior-bot"));
        kit.Reload(Policy + "\n# reviewed\n");
        Assert.Equal((true, "put-back"), await AnswerAsync(kit, "senior-bot"));

        kit.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((false, "acting"), await AnswerAsync(kit, "senior-bot"));
    }

    private static async Task<(bool IsSimulated, string? Rule)> AnswerAsync(TestGuard kit, string agent)
    {
        var outcome = await CallAsync(kit, agent, "Case.Answer");
        return (outcome.IsSimulated, outcome.Decision.Rule?.RuleId);
    }

    private static async Task<ToolCallOutcome> CallAsync(TestGuard kit, string agent, string tool)
    {
        using var scope = kit.Guard.BeginScope("s1", agent, "ann");
        return await kit.CallAsync(tool);
    }

    private sealed class Directory(Func<string, AgentIdentity?> find) : IAgentDirectory
    {
        public ValueTask<AgentIdentity?> FindAsync(string id, CancellationToken cancellationToken) => new(find(id));
    }
}
