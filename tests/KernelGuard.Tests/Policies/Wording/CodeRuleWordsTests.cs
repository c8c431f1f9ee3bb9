using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tests.Root;
using KernelGuard.Tests.Rules;
using Xunit;

namespace KernelGuard.Tests.Policies.Wording;

/// <summary>Rules in code are shown in the words that documents are shown in.</summary>
public sealed class CodeRuleWordsTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\ndescription: What bots may pay.\nvars: { n: args.amount }\nrules: [{ id: a, tool: Pay, when: vars.n < 5, effect: allow }]";

    public static TheoryData<IGuardRule, string> Rules => new()
    {
        { Define().Allow(), "Pay: permitted (code/r, version 1)" },
        { Define().LogOnly(), "Pay: permitted and flagged for review (code/r, version 1)" },
        { Define().When(_ => true).Deny("cap", "No more."), "Pay: refused when its code says so, with the code cap — No more. (code/r, version 1)" },
        { Define().When(_ => true).DescribedAs("The cap.").Deny("cap", "No more."), "Pay: refused when its code says so, with the code cap — The cap. — No more. (code/r, version 1)" },
        { Define().When(_ => true).AsSent().Deny(), "Pay: refused when its code says so of the call as it was sent (code/r, version 1)" },
        { Define().InMode(GuardMode.Observe).Deny(), "Pay: would be refused (only observed) (code/r, version 1)" },
        { Define().RequireApproval(by: ["lead", "cfo"]), "Pay: permitted once a reviewer (lead or cfo) agreed (code/r, version 1)" },
        { Define().Sandbox(new Substitute { Tool = "Mock" }), "Pay: simulated by Mock (code/r, version 1)" },
        { new StubRule("r", Effect.RequireApproval), "every tool: permitted once the people agreed whom it names when its code says so (code/r, version 1)" },
        { new StubRule("r", Effect.Sandbox), "every tool: simulated by what it names when its code says so (code/r, version 1)" },
        { new StubRule("r", Effect.Deny) { Version = "2026-11" }, "every tool: refused when its code says so (code/r, version 2026-11)" },
    };

    [Theory]
    [Trait("Requirement", "S3-45")]
    [MemberData(nameof(Rules))]
    public async Task DescribePolicies_RuleInCode_IsAPlainSentence(IGuardRule rule, string expected)
    {
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(rule));

        var shown = Assert.Single(kit.Guard.DescribePolicies()[0].Rules);

        Assert.Equal((expected, rule.Version, (string?)null), (shown.Sentence, shown.Version, shown.Condition));
    }

    [Fact]
    [Trait("Requirement", "S3-45")]
    public async Task DescribePolicies_DocumentsAndCode_AreOneText()
    {
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(Define().Deny()));

        Assert.Equal(
            """
            code: Rules in code.
              Pay: refused (code/r, version 1)
            p: What bots may pay.
              vars.n stands for args.amount
              Pay: permitted when vars.n is under 5 (p/a)
            """.ReplaceLineEndings("\n"),
            string.Join('\n', kit.Guard.DescribePolicies()));
    }

    [Fact]
    public async Task DescribePolicies_AfterReloadAndSwitch_AreThoseInForce()
    {
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(Define().Deny()));

        kit.Reload(Policy.Replace("What bots may pay.", "Other.", StringComparison.Ordinal));
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);

        Assert.Equal(["Rules in code.", "Other."], kit.Guard.DescribePolicies().Select(policy => policy.Description));
        Assert.Equal("Pay: would be refused (only observed) (code/r, version 1)", kit.Guard.DescribePolicies()[0].Rules[0].Sentence);
    }

    [Fact]
    public void Describe_DocumentsAlone_HasNoCode()
    {
        var set = PolicyLoader.Load([new PolicySource("p", Policy)]).Set!;

        Assert.Equal(["p"], set.Describe().Select(policy => policy.Id));
    }

    private static GuardRuleBuilder Define() => GuardRules.Define("r", "1").For("Pay");
}
