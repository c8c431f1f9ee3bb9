using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tests.Rules;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace KernelGuard.Tests.Root;

public sealed class RuleOptionsTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, effect: allow }]";
    private const string DeniesOnly = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Drop, effect: deny }]";

    public static TheoryData<string, IGuardRule> Wrong => new()
    {
        { "its id is no rule id", new StubRule("no spaces", Effect.Deny) },
        { "its version is empty", new StubRule("r", Effect.Deny) { Version = "" } },
        { "it concerns no tool", new StubRule("r", Effect.Deny) { Tools = [] } },
        { "bad tool pattern `a,b`", new StubRule("r", Effect.Deny) { Tools = ["a,b"] } },
        { "only rules of documents have", new StubRule("r", Effect.Throttle) },
        { "only rules of documents have", new StubRule("r", Effect.Transform) },
        { "a rule can only deny", new StubRule("r", Effect.Sandbox) { Phase = RulePhase.AsSent } },
        { "its phase does not exist", new StubRule("r", Effect.Deny) { Phase = (RulePhase)7 } },
        { "an observed rule permits nothing", new StubRule("r", Effect.Allow) { Mode = GuardMode.Observe } },
        { "`args.amount` is no fact", new StubRule("r", Effect.Deny) { Facts = ["args.amount"] } },
        { "its code belongs to the guard", GuardRules.Define("r", "1").For("*").Deny("no_rule") },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Add_RuleIsNotValid_SaysWhy(string expected, IGuardRule rule)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new RuleOptions().Add(rule));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AnotherRuleWithTheId_Throws()
    {
        var (options, rule) = (new RuleOptions(), new StubRule("r", Effect.Deny));
        options.Add(rule);
        options.Add(rule);

        Assert.Contains("two rules in code have the id `r`", Assert.Throws<ArgumentException>(() => options.Add(new StubRule("r", Effect.Allow))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_CoversIdAndVersion_AndNoOrder()
    {
        var (a, b) = (new StubRule("a", Effect.Deny), new StubRule("b", Effect.Deny));
        string[] digests =
        [
            await DigestAsync(), await DigestAsync(a), await DigestAsync(a, b), await DigestAsync(new StubRule("a", Effect.Deny) { Version = "2" }),
            await DigestAsync(new StubRule("c", Effect.Deny)),
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(digests[2], await DigestAsync(b, a));
        Assert.Equal(PolicyLoader.Load([new PolicySource("p", Policy)]).Set!.Digest, digests[0]);
    }

    [Fact]
    public async Task Create_OnlyCodePermits_IsEnough()
    {
        await using var kit = new TestGuard(DeniesOnly, options => options.Rules.Add(GuardRules.Define("r", "1").For("Pay").Allow()));

        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
        Assert.True(kit.Guard.CouldPermit("Pay"));
        Assert.False(kit.Guard.CouldPermit("Other"));
    }

    [Fact]
    public async Task Reload_KeepsTheRules()
    {
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(GuardRules.Define("r", "1").For("Pay").Deny()));

        kit.Reload(Policy + "\ndescription: other");

        Assert.Equal("r", (await kit.CallAsAnnAsync("Pay")).Decision.Rule!.RuleId);
    }

    [Fact]
    public void Document_WithTheIdOfCode_IsAnError()
    {
        var diagnostic = Assert.Single(PolicyLoader.Load([new PolicySource("p", Policy.Replace("policy: p", "policy: code", StringComparison.Ordinal))]).Diagnostics);

        Assert.Equal((DiagnosticCodes.InvalidName, PolicySeverity.Error), (diagnostic.Code, diagnostic.Severity));
    }

    [Fact]
    public async Task RegisteredRules_AreAdded()
    {
        using var folder = new PolicyFolder(Policy);
        await using var provider = new ServiceCollection()
            .AddSingleton<IGuardRule>(new StubRule("r", Effect.Deny)).AddPolicyGuard(folder.Path).BuildServiceProvider();

        var decision = await provider.GetRequiredService<ToolCallGuard>().DecideAsync(new("Pay"), TestGuard.Cancellation);

        Assert.Equal("r", decision.Rule!.RuleId);
    }

    private static async Task<string> DigestAsync(params IGuardRule[] rules)
    {
        await using var kit = new TestGuard(Policy, options => Array.ForEach(rules, options.Rules.Add));
        return kit.Guard.PolicyDigest;
    }
}
