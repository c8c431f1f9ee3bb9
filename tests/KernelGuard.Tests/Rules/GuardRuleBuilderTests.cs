using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class GuardRuleBuilderTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, effect: allow }]";

    public static TheoryData<string, string, string?> Calls => new()
    {
        { "", """{"amount":500.5,"to":"x"}""", "over_cap" },
        { "tr-TR", """{"amount":501,"to":"x"}""", "over_cap" },
        { "de-DE", """{"amount":99.5,"to":"x"}""", null },
        { "ar-SA", """{"amount":500.5,"to":"x"}""", "over_cap" },
        { "", """{"amount":900,"to":"treasury"}""", null },
        { "", """{"amount":"900","to":"x"}""", GuardCodes.RuleError },
        { "", """{"amount":null,"to":"x"}""", GuardCodes.RuleError },
        { "", """{"amount":[900],"to":"x"}""", GuardCodes.RuleError },
        { "", """{"to":"x"}""", GuardCodes.RuleError },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Deny_WithConditions_HoldsWhereAllDo(string culture, string arguments, string? code)
    {
        using var _ = Cultures.Use(culture);
        await using var kit = Guard(GuardRules.Define("cap", "1").For("Pay")
            .When(call => call.Arguments.Double("amount") > 500)
            .When(call => call.Arguments.Text("to") != "treasury")
            .Deny("over_cap", "No more than 500."));

        Assert.Equal(code, (await kit.CallAsAnnAsync("Pay", arguments)).Decision.Code);
    }

    [Fact]
    public async Task EachEffect_OfTheBuilder_IsThatOfTheDocument()
    {
        GuardRuleBuilder For(string tool) => GuardRules.Define(tool, "1").For(tool);
        await using var kit = Guard(
            For("allow").Allow(), For("log").LogOnly(), For("deny").Deny(), For("ask").RequireApproval("Ask.", "lead"), For("box").Sandbox(new() { HasResult = true }));

        List<(string Tool, Effect Effect)> expected = [("allow", Effect.Allow), ("log", Effect.LogOnly), ("deny", Effect.Deny), ("ask", Effect.RequireApproval), ("box", Effect.Sandbox)];
        foreach (var (tool, effect) in expected)
        {
            Assert.Equal(effect, (await kit.CallAsAnnAsync(tool)).Decision.Effect);
        }
    }

    [Fact]
    public void Words_OfTheBuilder_AreWhatTheRuleDeclares()
    {
        var rule = GuardRules.Define("r", "2").For("A", "B.*").Reading("resource.team").AsSent().InMode(GuardMode.Observe).Deny();

        Assert.Equal(("r", "2", Effect.Deny, RulePhase.AsSent, GuardMode.Observe), (rule.Id, rule.Version, rule.Effect, rule.Phase, rule.Mode));
        Assert.Equal(["A", "B.*"], rule.Tools);
        Assert.Equal(["resource.team"], rule.Facts);
    }

    [Theory]
    [InlineData("""{"v":{"n":1}}""", null)]
    [InlineData("""{"v":{"n":1.5}}""", "`args.v.n` is no whole number")]
    [InlineData("""{"v":{"n":true}}""", "`args.v.n` is no whole number")]
    [InlineData("""{"v":{}}""", "`args.v.n` is missing")]
    [InlineData("""{"v":[]}""", "`args.v` is no object")]
    [InlineData("{}", "`args.v` is missing")]
    public async Task Values_OfAnotherType_AreErrorsWithAPlace(string arguments, string? error)
    {
        await using var kit = Guard(GuardRules.Define("r", "1").For("Pay").When(call => call.Arguments.Within("v").Whole("n") > 5).Deny());

        var decision = (await kit.CallAsAnnAsync("Pay", arguments)).Decision;

        Assert.Equal(error, decision.Evaluations.Single(e => e.Rule.PolicyId == "code").Error);
        Assert.Equal(error is null, decision.Code is null);
    }

    private static TestGuard Guard(params IGuardRule[] rules) => new(Policy, options => Array.ForEach(rules, options.Rules.Add));
}
