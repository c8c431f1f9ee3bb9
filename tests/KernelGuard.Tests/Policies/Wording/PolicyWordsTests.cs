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
    [InlineData("id: r, tool: X, effect: throttle, throttle: { limit: 9.5, per: 7d, cost: double(args.n) }", "X: limited to 9.5 of double(args.n) in 7 days (p/r)")]
    [InlineData("id: r, tool: X, effect: transform, transform: [{ clamp: args.n, max: 5 }, { redact: result.iban }]", "X: changed (keeps args.n at 5 or less, redacts result.iban) (p/r)")]
    [InlineData("id: r, tool: X, effect: transform, transform: [{ set: args.n, to: 5 }, { remove: args.m }]", "X: changed (sets args.n to 5, removes args.m) (p/r)")]
    [InlineData("id: r, tool: Pay, effect: allow", "Pay: permitted (p/r)")]
    [InlineData("id: r, tool: '*', effect: log_only", "every tool: permitted and flagged for review (p/r)")]
    [InlineData("id: r, tool: [Pay, Refunds.*], effect: deny, reason: Never.", "Pay, Refunds.*: refused — Never. (p/r)")]
    [InlineData("id: r, tool: Pay, effect: deny, mode: observe", "Pay: refused (only observed) (p/r)")]
    [InlineData("id: r, tool: Pay, effect: deny, when: args.a > 500.0, reason: Too much., description: The cap.", "Pay: refused when args.a is over 500.0 — The cap. (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval", "Pay: permitted once a reviewer agreed (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { by: [lead] }", "Pay: permitted once a reviewer (lead) agreed (p/r)")]
    [InlineData("id: r, tool: Pay, effect: require_approval, approval: { by: [lead, cfo], quorum: 2 }", "Pay: permitted once 2 reviewers (lead or cfo) agreed (p/r)")]
    [Trait("Requirement", "S3-45")]
    public void Describe_Rule_IsAPlainSentence(string rule, string expected)
    {
        var set = PolicyText.LoadSet($"kernelguard: 1\npolicy: p\nrules: [{{ {rule} }}]");

        Assert.Equal(expected, Assert.Single(Assert.Single(set.Describe()).Rules).Sentence);
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
