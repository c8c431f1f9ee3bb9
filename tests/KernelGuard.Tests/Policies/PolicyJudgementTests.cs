using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KernelGuard.Tests.Policies;

/// <summary>What documents say, as far as a decision: documents, compiler and rules together.</summary>
public sealed class PolicyJudgementTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "S1-18")]
    public async Task Decide_SameCallUnderTwoPolicies_TwoDecisions()
    {
        var strict = PolicyText.LoadRules("id: r, tool: Refunds.Issue, effect: deny, when: double(args.amount) > 100.0", "id: a, tool: Refunds.*, effect: allow");
        var loose = PolicyText.LoadRules("id: r, tool: Refunds.Issue, effect: deny, when: double(args.amount) > 1000.0", "id: a, tool: Refunds.*, effect: allow");

        Assert.Equal(Effect.Deny, (await Decide(strict, "Refunds.Issue", """{"amount":500}""")).Effect);
        Assert.Equal(Effect.Allow, (await Decide(loose, "Refunds.Issue", """{"amount":500}""")).Effect);
    }

    [Theory]
    [Trait("Requirement", "S1-06")]
    [InlineData("99.99", Effect.Allow)]
    [InlineData("100", Effect.RequireApproval)]
    [InlineData("500", Effect.RequireApproval)]
    [InlineData("500.01", Effect.Deny)]
    public async Task Decide_RefundOfTheGuide_KeepsItsBoundaries(string amount, Effect expected)
    {
        var guide = DocumentedExamples.All().First(example => example.Name.StartsWith("policy-language.md", StringComparison.Ordinal));

        Assert.Equal(expected, (await Decide(PolicyText.LoadSet(guide.Text), "Refunds.Issue", $$"""{"amount":{{amount}}}""")).Effect);
    }

    [Fact]
    public async Task Decide_VariablesOfVariables_AreEvaluatedInOrder()
    {
        var set = PolicyText.LoadSet(
            """
            kernelguard: 1
            policy: p
            vars: { a: double(args.n), b: vars.a * 2.0, c: vars.b + vars.a }
            rules:
              - { id: r, tool: T, effect: deny, when: vars.c == 9.0, reason: "{{c}} is {vars.c} of {args.name}" }
              - { id: s, tool: T, effect: allow }
            """);

        var decision = await Decide(set, "T", """{"n":3,"name":"x"}""");

        Assert.Equal((Effect.Deny, "policy_denied"), (decision.Effect, decision.Code));
        Assert.Equal("{c} is 9.0 of `x`", decision.Reason);
        Assert.Equal(["p.a", "p.b", "p.c"], decision.Variables.Select(v => v.Key));
    }

    [Fact]
    public async Task Decide_TwoDocumentsWithTheSameVariable_EachReadsItsOwn()
    {
        var set = PolicyText.LoadSet(
            "kernelguard: 1\npolicy: a\nvars: { cap: 10 }\nrules: [{ id: r, tool: T, effect: deny, when: args.n > vars.cap }]",
            "kernelguard: 1\npolicy: b\nvars: { cap: 1000 }\nrules: [{ id: r, tool: T, effect: allow, when: args.n < vars.cap }]");

        Assert.Equal(Effect.Allow, (await Decide(set, "T", """{"n":5}""")).Effect);
        Assert.Equal("a", (await Decide(set, "T", """{"n":50}""")).Rule?.PolicyId);
    }

    [Fact]
    public async Task Decide_ObservedPolicy_NeitherPermitsNorForbids()
    {
        var set = PolicyText.LoadSet(
            "kernelguard: 1\npolicy: a\nmode: observe\nrules: [{ id: r, tool: T, effect: deny }, { id: s, tool: U, effect: allow }]",
            "kernelguard: 1\npolicy: b\nrules: [{ id: r, tool: T, effect: allow }]");

        Assert.Equal(Effect.Allow, (await Decide(set, "T", "{}")).Effect);
        Assert.Equal("no_rule", (await Decide(set, "U", "{}")).Code);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Decide_OtherCultures_ReadNumbersTheSameWay(string culture) => Cultures.Run(culture, () =>
    {
        var set = PolicyText.LoadRules("id: r, tool: T, effect: allow, when: args.n < 99.5");

        Assert.Equal(Effect.Deny, Decide(set, "t", """{"n":500}""").AsTask().Result.Effect);
        Assert.Equal(Effect.Allow, Decide(set, "t", """{"n":99.4}""").AsTask().Result.Effect);
    });

    [Fact]
    public async Task Decide_NoRoomForAnotherKey_NeverPermits()
    {
        var set = PolicyText.LoadSet("""
            kernelguard: 1
            policy: p
            counters: { refused: { tool: T, count: refused, per: 1h, by: [args.k] } }
            rules:
              - { id: a, tool: T, when: has(args.ok), effect: allow }
              - { id: enough, tool: T, when: counters.refused > 0, effect: deny, code: enough }
              - { id: b, tool: U, effect: allow }
              - { id: limit, tool: U, effect: throttle, throttle: { limit: 5, per: 1h, by: [args.k] } }
            """);
        var usage = new UsageStore(maxKeys: 1);

        Assert.Equal("no_rule", (await Decide(set, "T", """{"k":"x"}""", usage)).Code);
        Assert.Equal("no_rule", (await Decide(set, "T", """{"k":"y"}""", usage)).Code);
        Assert.Equal("enough", (await Decide(set, "T", """{"k":"x","ok":1}""", usage)).Code);
        Assert.Equal("rule_error", (await Decide(set, "T", """{"k":"y","ok":1}""", usage)).Code);
        Assert.Null((await Decide(set, "U", """{"k":"x"}""", usage)).Code);
        Assert.Equal("state_unavailable", (await Decide(set, "U", """{"k":"y"}""", usage)).Code);
    }

    private static async ValueTask<Decision> Decide(PolicySet set, string tool, string arguments, UsageStore? usage = null)
    {
        var (catalogue, errors) = ToolCatalogue.Create([], closed: false, set.Tools, new CallLimits());
        Assert.Empty(errors);
        var call = ToolCall.FromJson(tool, arguments);
        var request = catalogue.Normalize(call, new Caller("s", "a", "u"), new DecisionId(Time, 0, 1), Time);
        var settings = new PipelineSettings(set.Digest, set.Mode, set.RunsWithoutEvidence, AllowUnbound: false, []);
        var index = new ToolIndex(set.Rules, set.Scopes);
        var source = new HostSource(TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance);
        var facts = new FactFinder([], [], index, [], new FactOptions().Providers, new FactCache(new FactOptions(), source, TimeProvider.System));
        var completer = new RequestCompleter(set.Mode, new AgentRegistry(set.Agents, hasRoles: false, directory: null, source), facts);
        var pipeline = new RulePipeline(index, new JudgingParts(settings, catalogue, completer, usage ?? new UsageStore(), source), new CallHistory());
        return (await pipeline.DecideAsync(request, call, reserves: true, waited: null, CancellationToken.None)).Decision;
    }
}
