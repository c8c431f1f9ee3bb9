using KernelGuard.Calls;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>A permit with constraints: the call runs within them and not outside, and what is not said counts as outside.</summary>
public sealed class ConstraintTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        agents: { bot: { attributes: { valid_until: "2026-11-20T12:00:00Z" } } }
        rules:
          - { id: max-bytes, tool: Bytes, when: args.text.size() <= 10, effect: allow }
          - { id: allowed-directory, tool: Directory, when: path(args.path).isUnder("/sandbox"), effect: allow }
          - { id: read-only, tool: ReadOnly, when: args.read_only == true, effect: allow }
          - { id: ttl, tool: Ttl, when: 'args.ttl_seconds > 0 && args.ttl_seconds <= 3600', effect: allow }
          - { id: until, tool: Until, when: 'request.time < timestamp(string(agent.attributes.valid_until))', effect: allow }
          - { id: at-most, tool: AtMost, effect: throttle, throttle: { limit: 2, per: 1h, by: [agent.id] } }
          - { id: at-most-permit, tool: AtMost, effect: allow }
        """;

    [Theory]
    [InlineData("Bytes", """{"text":"0123456789"}""", """{"text":"0123456789a"}""")]
    [InlineData("Bytes", """{"text":""}""", "{}")]
    [InlineData("Directory", """{"path":"/sandbox/a.txt"}""", """{"path":"/prod/a.txt"}""")]
    [InlineData("Directory", """{"path":"/sandbox//a/./b"}""", """{"path":"/sandbox/../prod/a"}""")]
    [InlineData("Directory", """{"path":"/sandbox"}""", "{}")]
    [InlineData("ReadOnly", """{"read_only":true}""", """{"read_only":false}""")]
    [InlineData("ReadOnly", """{"read_only":true,"x":1}""", """{"read_only":"true"}""")]
    [InlineData("ReadOnly", """{"READ_ONLY":true}""", "{}")]
    [InlineData("Ttl", """{"ttl_seconds":3600}""", """{"ttl_seconds":3601}""")]
    [InlineData("Ttl", """{"ttl_seconds":1}""", """{"ttl_seconds":0}""")]
    [InlineData("Ttl", """{"ttl_seconds":1.5}""", "{}")]
    [Trait("Requirement", "S2-11")]
    public async Task Call_WithinItsConstraint_RunsAndOutsideIsRefused(string tool, string within, string outside)
    {
        await using var kit = new TestGuard(Policy);

        Assert.True((await kit.CallAsAnnAsync(tool, within)).Executed);
        Assert.Equal("no_rule", (await kit.CallAsAnnAsync(tool, outside)).Refusal!.Code);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-11")]
    public async Task Permit_ThatEnds_EndsOnTheMillisecond()
    {
        await using var kit = new TestGuard(Policy);
        kit.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));

        Assert.True((await kit.CallAsAnnAsync("Until")).Executed);
        kit.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("no_rule", (await kit.CallAsAnnAsync("Until")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-11")]
    public async Task Permit_OfSoManyCalls_IsUsedUp()
    {
        await using var kit = new TestGuard(Policy);

        var runs = 0;
        for (var i = 0; i < 4; i++)
        {
            runs += (await kit.CallAsAnnAsync("AtMost")).Executed ? 1 : 0;
        }

        Assert.Equal((2, 2), (runs, kit.Tool.Count));
    }

    [Theory]
    [InlineData("clamp: args.amount, max: '500'", """{"amount":900}""", """{"amount":500}""")]
    [InlineData("set: args.ids, to: 'args.ids.slice(0, 2)'", """{"ids":[1,2,3]}""", """{"ids":[1,2]}""")]
    [InlineData("set: args.to, to: 'args.to.filter(r, email(r).domainIs(\"example.com\"))'", """{"to":["a@example.com","b@evil.io"]}""", """{"to":["a@example.com"]}""")]
    [Trait("Requirement", "S3-24")]
    public async Task Call_AmountRecordsOrRecipientsOverTheConstraint_RunsWithinIt(string change, string sent, string runs)
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules:\n  - { id: permit, tool: T, effect: allow }\n"
            + $"  - {{ id: constrain, tool: T, effect: transform, transform: [{{ {change} }}] }}\n");

        var outcome = await kit.CallAsAnnAsync("T", sent);

        Assert.Equal(runs, CanonicalJson.ToText(Assert.Single(kit.Tool.Entries)));
        Assert.Equal(runs, CanonicalJson.ToText(outcome.Decision.EffectiveArguments));
    }
}
