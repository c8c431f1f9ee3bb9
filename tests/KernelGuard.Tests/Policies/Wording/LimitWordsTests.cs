using Xunit;

namespace KernelGuard.Tests.Policies.Wording;

/// <summary>The worst case of one window, read from the policy alone.</summary>
public sealed class LimitWordsTests
{
    private const string Deny = "{ id: cap, tool: Pay, effect: deny, when: 'WHEN' }";

    [Theory]
    [InlineData("counters.paid + vars.amount > 1000.0", "at most 1000 of vars.amount in 24 hours for each user.id")]
    [InlineData("vars.amount + counters.paid > vars.cap", "at most 1000 of vars.amount in 24 hours for each user.id")]
    [InlineData("1000 < counters.paid + double(args.amount)", "at most 1000 of vars.amount in 24 hours for each user.id")]
    [InlineData("vars.total >= 999.5", "at most 999.5 of vars.amount in 24 hours for each user.id")]
    [InlineData("args.x == 1 || counters.paid + vars.amount > 50.0", "at most 50 of vars.amount in 24 hours for each user.id")]
    [InlineData("counters.calls >= 5", "at most 5 calls in 1 hour")]
    [InlineData("counters.calls > 5", "at most 6 calls in 1 hour")]
    [InlineData("counters.calls + 1 > 5", "at most 5 calls in 1 hour")]
    [InlineData("counters.calls + 1 >= 2", "at most 1 call in 1 hour")]
    [InlineData("counters.good >= 3", "at most 3 calls that did not fail in 1 hour")]
    [InlineData("counters.paid > 1000.0", null)]
    [InlineData("counters.paid + args.fee > 1000.0", null)]
    [InlineData("counters.paid + vars.amount > args.cap", null)]
    [InlineData("counters.paid + vars.amount > 1000.0 && args.x == 1", null)]
    [InlineData("!(counters.paid + vars.amount > 1000.0)", null)]
    [InlineData("counters.paid + vars.amount < 1000.0", null)]
    [InlineData("counters.wider >= 5", null)]
    [InlineData("counters.refused >= 5", null)]
    [Trait("Requirement", "S5-37")]
    public void Describe_DenyOverACounter_SaysTheWorstOfOneWindow(string condition, string? expected)
    {
        var limits = Limits(Deny.Replace("WHEN", condition, StringComparison.Ordinal));

        Assert.Equal(expected is null ? [] : [$"Pay: {expected} (p/cap)"], limits);
    }

    [Theory]
    [InlineData("{ id: cap, tool: Pay, effect: throttle, throttle: { limit: 50, per: 1m, by: [agent.id] } }", "Pay: at most 50 calls in 1 minute for each agent.id (p/cap)")]
    [InlineData("{ id: cap, tool: '*', effect: throttle, when: args.a > 5, throttle: { limit: 9.5, per: 7d, cost: double(args.n) } }", "*: at most 9.5 of double(args.n) in 7 days when args.a is over 5 (p/cap)")]
    [InlineData("{ id: cap, tool: Pay, effect: throttle, throttle: { limit: 5, per: 1h, cost: 2 } }", "Pay: at most 5 in total, to which each call adds 2, in 1 hour (p/cap)")]
    [InlineData("{ id: cap, tool: Pay, effect: throttle, mode: observe, throttle: { limit: 50, per: 1m } }", null)]
    [InlineData("{ id: cap, tool: Pay, effect: deny, mode: observe, when: counters.calls >= 5 }", null)]
    [InlineData("{ id: cap, tool: Pay, effect: require_approval, when: counters.calls >= 5 }", null)]
    [Trait("Requirement", "S5-37")]
    public void Describe_OtherRules_SayOnlyWhatBinds(string rule, string? expected) => Assert.Equal(expected is null ? [] : [expected], Limits(rule));

    [Fact]
    [Trait("Requirement", "S5-37")]
    public void FindUnlimited_PermitsWithoutALimit_AreNamed()
    {
        var set = PolicyText.LoadSet("""
            kernelguard: 1
            policy: p
            rules:
              - { id: all, tool: [Pay, Mail.Send, Web.*], effect: allow }
              - { id: ask, tool: Drop, effect: require_approval }
              - { id: pretend, tool: Ship, effect: sandbox, sandbox: { result: 1 } }
              - { id: pays, tool: Pay, effect: throttle, throttle: { limit: 5, per: 1h } }
              - { id: mails, tool: Mail.*, effect: throttle, when: args.x > 1, throttle: { limit: 5, per: 1h } }
            """);

        Assert.Equal(["Drop", "Mail.Send", "Web.*"], set.FindUnlimited());
    }

    private static string[] Limits(string rule) =>
    [
        .. PolicyText.LoadSet($$"""
            kernelguard: 1
            policy: p
            vars:
              amount: double(args.amount)
              cap: "1000.0"
              total: counters.paid + vars.amount
            counters:
              paid: { tool: Pay, add: vars.amount, per: 24h, by: [user.id] }
              calls: { tool: Pay, per: 1h }
              good: { tool: Pay, per: 1h, count: succeeded }
              wider: { tool: "*", per: 1h }
              refused: { tool: Pay, per: 1h, count: refused }
            rules:
              - { id: pay, tool: Pay, effect: allow }
              - {{rule}}
            """).Describe().SelectMany(policy => policy.Limits).Select(limit => limit.Sentence),
    ];
}
