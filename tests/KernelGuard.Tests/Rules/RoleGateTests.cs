using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>The gate before the rules: agent, role, action, resource.</summary>
public sealed class RoleGateTests
{
    private const string Rules = "rules: [{ id: all, tool: \"*\", effect: allow }]";

    [Theory]
    [Trait("Requirement", "S5-05")]
    [Trait("Requirement", "S5-06")]
    [Trait("Requirement", "S5-07")]
    [Trait("Requirement", "S5-08")]
    [Trait("Requirement", "S5-09")]
    [Trait("Requirement", "S5-10")]
    [Trait("Requirement", "S4-03")]
    [InlineData("bot", "Orders.Read", "eu", null)]
    [InlineData("bot", "orders.read", "eu", null)]
    [InlineData("bot", "Orders.Read", "us", GuardCodes.OutOfScope)]
    [InlineData("bot", "Orders.Read", null, GuardCodes.RuleError)]
    [InlineData("bot", "Orders.Drop", "eu", GuardCodes.NotPermitted)]
    [InlineData("free", "Orders.Read", null, null)]
    [InlineData("free", "Orders.Drop", null, GuardCodes.NotPermitted)]
    [InlineData("both", "Orders.Read", "us", null)]
    [InlineData("both", "Orders.Read", null, GuardCodes.RuleError)]
    [InlineData("idle", "Orders.Read", "eu", GuardCodes.NotPermitted)]
    [InlineData("stranger", "Orders.Read", "eu", "unknown_agent")]
    [InlineData("BOT", "Orders.Read", "eu", "unknown_agent")]
    [InlineData(null, "Orders.Read", "eu", "unknown_agent")]
    public async Task Call_AgentActionAndScope_PassTheGateOrNot(string? agent, string tool, string? region, string? code)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: [scoped] }, free: { roles: free }, both: { roles: [free, scoped] }, idle: {} }
            roles:
              scoped: { may: [Orders.Read, Orders.List*], where: args.region == "eu" }
              free: { may: Orders.Read }
            {{Rules}}
            """);

        using var scope = kit.Guard.BeginScope("s1", agent, "ann");
        var outcome = await kit.CallAsync(tool, region is null ? "{}" : $$"""{"region":"{{region}}"}""");

        Assert.Equal((code, code is null), (outcome.Decision.Code, outcome.Executed));
        Assert.Equal(code is null ? 1 : 0, kit.Tool.Count);
    }

    [Theory]
    [InlineData("bot", "ann:staff", null)]
    [InlineData("bot", "ann:other", GuardCodes.NotPermitted)]
    [InlineData("bot", "ann", GuardCodes.UnknownUser)]
    [InlineData("bot", null, GuardCodes.UnknownUser)]
    [InlineData("idle", "ann:staff", GuardCodes.NotPermitted)]
    public async Task Call_RoleOfTheUserToo_NeedsBoth(string agent, string? user, string? code)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: staff }, idle: {} }
            roles: { staff: { may: Pay, who: user } }
            {{Rules}}
            """);

        var identity = user?.Split(':') switch
        {
            [var id, var role] => new UserIdentity(id, [role]),
            [var id] => new UserIdentity(id),
            _ => null,
        };
        using var scope = kit.Guard.BeginScope("s1", agent, identity);

        Assert.Equal(code, (await kit.CallAsync("Pay")).Decision.Code);
    }

    [Theory]
    [InlineData("covered", null)]
    [InlineData("denied", "policy_denied")]
    [InlineData("elsewhere", GuardCodes.NotPermitted)]
    public async Task Call_RoleThatGrants_IsPermittedUnlessARuleDenies(string tool, string? code)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: r } }
            roles: { r: { may: [covered, denied], grants: true, where: "user.id == 'ann' // she owns it" } }
            rules: [{ id: d, tool: [denied, elsewhere], effect: deny }]
            """);

        var outcome = await kit.CallAsAnnAsync(tool);

        Assert.Equal(code, outcome.Decision.Code);
        Assert.Equal(code is null ? "role:r" : null, code is null ? outcome.Decision.Rule?.RuleId : null);
    }

    [Fact]
    public async Task Call_RoleWithoutGrants_PermitsNothing()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: r } }
            roles: { r: { may: "*" } }
            rules: [{ id: a, tool: Other, effect: allow }]
            """);

        Assert.Equal(GuardCodes.NoRule, (await kit.CallAsAnnAsync("Pay")).Decision.Code);
    }

    [Fact]
    public async Task Call_SetIsObserved_RunsAndRecordsWhatTheGateSays()
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            set: { mode: observe }
            agents: { bot: { roles: r } }
            roles: { r: { may: Other } }
            {{Rules}}
            """);

        var known = await kit.CallAsAnnAsync("Pay");
        using var scope = kit.Guard.BeginScope("s2", "stranger");
        var unknown = await kit.CallAsync("Pay");

        Assert.Equal((true, GuardCodes.NotPermitted), (known.Executed, known.Decision.Observed?.Code));
        Assert.Equal((true, "unknown_agent"), (unknown.Executed, unknown.Decision.Observed?.Code));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_IdentityInArguments_ChangesNothing()
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: r }, admin: { roles: all } }
            roles: { r: { may: Other }, all: { may: "*" } }
            {{Rules}}
            """);

        var outcome = await kit.CallAsAnnAsync("Pay", """{"agent":"admin","agent_id":"admin","role":"all","roles":["all"],"id":"admin"}""");

        Assert.Equal(GuardCodes.NotPermitted, outcome.Decision.Code);
    }

    [Theory]
    [InlineData("bot", "Pay", true)]
    [InlineData("bot", "Drop", false)]
    public async Task CouldPermit_ToolOfNoRole_IsNotOffered(string agent, string tool, bool expected)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: r } }
            roles: { r: { may: Pay, where: args.x == 1 } }
            {{Rules}}
            """);

        using var scope = kit.Guard.BeginScope("s1", agent);

        Assert.Equal(expected, kit.Guard.CouldPermit(tool));
    }

    [Fact]
    public async Task Call_Refused_SaysWhichActionAndEvidenceSaysWhichRole()
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: [far, near], trust: probation, since: 2026-11-01 } }
            roles:
              near: { may: Pay, where: args.amount < 10 }
              far: { may: Pay, where: args.amount == 5000 }
            {{Rules}}
            """);

        var permitted = await kit.CallAsAnnAsync("Pay", """{"amount":5}""");
        var refused = await kit.CallAsAnnAsync("Pay", """{"amount":50}""");

        Assert.Equal([("far", RoleOutcome.OutOfScope), ("near", RoleOutcome.Covers)], permitted.Decision.Roles.Select(r => (r.Role, r.Outcome)));
        Assert.Contains("`bot`", refused.Decision.Reason, StringComparison.Ordinal);
        Assert.Contains("`Pay`", refused.Decision.Reason, StringComparison.Ordinal);
        var record = kit.Ledger.Records[0].Json();
        Assert.Equal("""[{"result":"out_of_scope","role":"far"},{"result":"covers","role":"near"}]""", record["roles"]!.ToJsonString());
        Assert.Equal(
            """{"id":"bot","roles":["far","near"],"since":"2026-11-01T00:00:00.0000000Z","trust":"probation"}""", record["agent"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "The agent `bot` may call `Pay`, but none of its roles covers this call.")]
    [InlineData("tools: { Pay: { resource: { type: order, id: args.id } } }", "The agent `bot` may call `Pay`, but none of its roles covers this call for the `order` `7`.")]
    public async Task Call_OutOfScope_SaysNoMoreThanIsTrue(string tools, string reason)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            {{tools}}
            agents: { bot: { roles: [near] } }
            roles: { near: { may: Pay, where: args.amount < 10 } }
            {{Rules}}
            """);

        Assert.Equal(reason, (await kit.CallAsAnnAsync("Pay", """{"amount":50,"id":"7"}""")).Decision.Reason);
    }
}
