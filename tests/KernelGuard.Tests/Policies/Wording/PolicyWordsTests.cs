using KernelGuard.Policies.Wording;
using Xunit;

namespace KernelGuard.Tests.Policies.Wording;

public sealed class PolicyWordsTests
{
    [Theory]
    [InlineData("id: r, tool: X, effect: sandbox, sandbox: { result: 1 }", "X: simulated with a fixed result (p/r)")]
    [InlineData("id: r, tool: X, effect: sandbox, sandbox: { from: recorded }", "X: simulated with the result recorded for the arguments (p/r)")]
    [InlineData("id: r, tool: X, effect: sandbox, sandbox: { from: schema }", "X: simulated with a result made up to fit the tool (p/r)")]
    [InlineData("id: r, tool: X, effect: sandbox", "X: refused, since nothing stands in for it (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 50, per: 1m, by: [agent.id] }", "X: limited to 50 calls in 1 minute for each agent.id (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 1, per: 36h }", "X: limited to 1 call in 36 hours (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 9.5, per: 7d, cost: double(args.n) }", "X: limited to a total of 9.5 in 7 days, to which each call adds double(args.n) (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 10, per: 1h, cost: 2 }", "X: limited to a total of 10 in 1 hour, to which each call adds 2 (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 0.0000001, per: 24h, wait: 2s, count: succeeded }", "X: limited to 0.0000001 calls in 24 hours, calls that failed not counted, waiting up to 2 seconds for room (p/r)")]
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 2, per: 1m }, code: too_fast", "X: limited to 2 calls in 1 minute, with the code too_fast (p/r)")]
    [InlineData("id: r, tool: X, effect: transform, transform: [{ clamp: args.n, max: 5 }, { redact: result.iban }]", "X: changed (keeps args.n at 5 or less, puts `[redacted]` in the place of result.iban) (p/r)")]
    [InlineData("id: r, tool: X, effect: transform, transform: [{ set: args.n, to: 5 }, { remove: args.m }]", "X: changed (sets args.n to 5, removes args.m) (p/r)")]
    [InlineData("id: r, tool: Pay, effect: allow", "Pay: permitted (p/r)")]
    [InlineData("id: r, tool: '*', effect: log_only", "every tool: permitted and flagged for review (p/r)")]
    [InlineData("id: r, tool: [Pay, Refunds.*], effect: deny, reason: Never.", "Pay, Refunds.*: refused — Never. (p/r)")]
    [InlineData("id: r, tool: Pay, effect: deny, mode: observe", "Pay: would be refused (only observed) (p/r)")]
    [InlineData("id: r, tool: Pay, effect: deny, code: never, disclose: code, next_step: Stop., alternatives: [{ tool: Ask }, { tool: Mail, why: slower }]", "Pay: refused, with the code never — next step: Stop. — instead: Ask, Mail (slower) — models read only the code of a refusal (p/r)")]
    [InlineData("id: r, tool: Pay, effect: deny, when: args.a > 500.0, reason: Too much., description: The cap.", "Pay: refused when args.a is over 500.0 — The cap. — Too much. (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval", "Pay: permitted once a reviewer agreed (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { by: [lead] }", "Pay: permitted once a reviewer (lead) agreed (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { by: [lead, cfo], quorum: 2 }", "Pay: permitted once 2 different reviewers (lead or cfo) agreed (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { quorum: 2, same_person: true }", "Pay: permitted once reviewers agreed 2 times, which one of them may do alone (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { within: 2d, claim_within: 30m }", "Pay: permitted once a reviewer agreed within 2 days, for 30 minutes from then (p/r)")]
    [Trait("Requirement", "S3-45")]
    public void Describe_Rule_IsAPlainSentence(string rule, string expected)
    {
        var set = PolicyText.LoadSet($"kernelguard: 1\npolicy: p\nrules: [{{ {rule} }}]");

        Assert.Equal(expected, Assert.Single(Assert.Single(set.Describe()).Rules).Sentence);
    }

    [Theory]
    [InlineData("combine: first_match", "the first of its rules that matches decides; limits and changes end no search")]
    [InlineData("paths: windows", "paths are read as Windows reads them")]
    [InlineData("agents: { bot: { since: 2026-06-01, trust: full, attributes: { team: a } } }", "agent bot: in use since 2026-06-01T00:00:00Z; trust full; attributes {\"team\":\"a\"}")]
    [InlineData("agents: { bot: {} }", "agent bot: may act")]
    [InlineData("roles: { clerk: { may: [Pay, Read*], where: args.n < 5, who: user, grants: true, description: Pays. } }", "role clerk: covers calls of Pay, Read* when args.n is under 5, if the user holds it too, and permits them — Pays.")]
    [InlineData("vars: { n: args.n }", "vars.n stands for args.n")]
    [InlineData("counters: { sum: { tool: Pay, add: double(args.n), per: 24h, by: [user.id] } }", "counters.sum stands for the sum of double(args.n) over calls of Pay that ran in the last 24 hours for each user.id")]
    [InlineData("counters: { no: { tool: '*', per: 10m, count: refused } }", "counters.no stands for the number of refused calls of every tool in the last 10 minutes")]
    [InlineData("counters: { ok: { tool: [A, B], per: 1h, count: succeeded } }", "counters.ok stands for the number of calls of A, B that ran and did not fail in the last 1 hour")]
    [InlineData("levels: { heat: [cold, hot] }", "levels.heat puts in order, the lowest first: cold, hot")]
    [InlineData("facts: { order: { team: string, total: double } }", "the host says of each order: resource.team (string), resource.total (double)")]
    [InlineData("facts: { context: { severity: int } }", "the host says: context.severity (int)")]
    [InlineData("tools: { Pay: { risk: high, resource: { type: order, id: args.id }, modifiable: false, description: Pays. } }", "tool Pay: risk high; its calls are about the order args.id; no rule may change its calls or results — Pays.")]
    [Trait("Requirement", "S3-45")]
    public void Describe_Document_ExplainsWhatItsRulesRead(string key, string expected)
    {
        var set = PolicyText.LoadSet($"kernelguard: 1\npolicy: p\n{key}\nrules: [{{ id: r, tool: Pay, effect: allow }}]");

        Assert.Equal(expected, Assert.Single(Assert.Single(set.Describe()).Sentences));
    }

    [Theory]
    [InlineData("", "A call that no rule permits is refused; of several rules that speak of a call the strictest wins.")]
    [InlineData("combine: first_match", "A call that no rule permits is refused; of several rules that speak of a call the strictest wins, and of those of p only the first that matches speaks.")]
    [InlineData("agents: { bot: {} }", "A call by an agent that is not declared is refused before any rule is asked.")]
    [InlineData("roles: { clerk: { may: Pay } }", "A call that no role of its agent covers is refused before any rule is asked; what a role covers, rules still have to permit unless the role says that it permits.")]
    [InlineData("set: { policies: [p] }", "Policies that have to be there: p.")]
    [InlineData("set: { on_evidence_failure: allow }", "A call whose decision cannot be recorded runs all the same.")]
    [InlineData("set: { mode: observe }", "Only rules that are not marked as only observed bind, and they bind in full: they refuse, hold, limit, change or simulate calls.")]
    [InlineData("set: { mode: observe }\nroles: { clerk: { may: Pay } }", "Who may act and what roles cover is recorded and does not bind.")]
    [InlineData("set: { mode: observe, on_evidence_failure: allow }", "A call that cannot be read is refused all the same.")]
    [Trait("Requirement", "S3-45")]
    public void SetWords_Set_SayWhatHoldsForAllCalls(string key, string expected)
    {
        var set = PolicyText.LoadSet($"kernelguard: 1\npolicy: p\n{key}\nrules: [{{ id: r, tool: Pay, effect: allow }}]");

        Assert.Contains(expected, SetWords.Of(set));
    }

    [Theory]
    [Trait("Requirement", "S3-45")]
    [MemberData(nameof(DocumentationTests.Examples), MemberType = typeof(DocumentationTests))]
    public void Describe_DocumentedExample_NamesEveryRule(string name)
    {
        var set = PolicyText.LoadSet(DocumentedExamples.All().Single(example => example.Name == name).Text);

        var rules = set.Describe().SelectMany(policy => policy.Rules).ToArray();

        Assert.Equal(set.RuleCount, rules.Length);
        Assert.All(rules, rule => Assert.EndsWith($" ({rule.Rule.PolicyId}/{rule.Rule.RuleId})", rule.Sentence, StringComparison.Ordinal));
    }
}
