using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Decisions;
using Xunit;

namespace KernelGuard.Tests.Decisions;

public sealed class DecisionCombinerTests
{
    private static readonly Arbitrary<RuleEvaluation[]> Evaluations = Arb.From(
        (from effect in Gen.Elements(Enum.GetValues<Effect>())
         from mode in Gen.Frequency((4, Gen.Constant(GuardMode.Enforce)), (1, Gen.Constant(GuardMode.Observe)))
         from outcome in Gen.Elements(Enum.GetValues<RuleOutcome>())
         select new RuleEvaluation(new RuleReference("p", "r", effect, mode), outcome)).ArrayOf());

    [Fact]
    [Trait("Requirement", "S3-20")]
    [Trait("Requirement", "S1-25")]
    public void Combine_AnyEvaluations_AgreesWithTheObviousOracle() =>
        Prop.ForAll(Evaluations, ArbMap.Default.ArbFor<bool>(), (evaluations, observed) =>
        {
            var numbered = Number(evaluations);
            var combined = DecisionCombiner.Combine(numbered, observed);
            var (verdict, rule) = Oracle(numbered, observed);
            return combined.Verdict == verdict && rule == (combined.Index < 0 ? null : numbered[combined.Index].Rule.RuleId);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    [Trait("Requirement", "S3-20")]
    public void Combine_ShuffledRules_ChangesNothingButTheNamedRule() =>
        Prop.ForAll(Evaluations, evaluations =>
        {
            var backwards = evaluations.Reverse().ToArray();
            var turned = evaluations.Skip(evaluations.Length / 2).Concat(evaluations.Take(evaluations.Length / 2)).ToArray();
            var verdict = DecisionCombiner.Combine(evaluations, observed: false).Verdict;
            return verdict == DecisionCombiner.Combine(backwards, observed: false).Verdict
                && verdict == DecisionCombiner.Combine(turned, observed: false).Verdict;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    [Trait("Requirement", "S3-20")]
    public void Combine_OneMoreMatchingDeny_DeniesWhateverElseIsSaid() =>
        Prop.ForAll(Evaluations, evaluations =>
        {
            var deny = new RuleEvaluation(new RuleReference("p", "deny", Effect.Deny, GuardMode.Enforce), RuleOutcome.Matched);
            return DecisionCombiner.Combine([.. evaluations, deny], observed: false).Verdict == Verdict.Deny;
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    [Trait("Requirement", "S1-25")]
    public void Combine_NoEvaluations_PermitsNothing() =>
        Assert.Equal(new CombinedVerdict(Verdict.None, -1), DecisionCombiner.Combine([], observed: false));

    private static RuleEvaluation[] Number(RuleEvaluation[] evaluations) =>
        [.. evaluations.Select((e, i) => e with { Rule = e.Rule with { RuleId = $"r{i}" } })];

    // Deliberately naive: one question after the other, each over the whole list.
    private static (Verdict Verdict, string? Rule) Oracle(RuleEvaluation[] all, bool observed)
    {
        var binding = all.Where(e => observed || e.Rule.Mode == GuardMode.Enforce).ToList();
        string? First(RuleOutcome outcome, params Effect[] effects) =>
            binding.Where(e => e.Outcome == outcome && effects.Contains(e.Rule.Effect)).Select(e => e.Rule.RuleId).FirstOrDefault();

        if (First(RuleOutcome.Matched, Effect.Deny) is { } deny)
        {
            return (Verdict.Deny, deny);
        }

        if (First(RuleOutcome.Error, Effect.Deny, Effect.RequireApproval, Effect.Sandbox, Effect.Transform, Effect.Throttle) is { } error)
        {
            return (Verdict.RuleError, error);
        }

        if (First(RuleOutcome.Exceeded, Effect.Throttle) is { } throttle)
        {
            return (Verdict.Throttled, throttle);
        }

        if (First(RuleOutcome.Matched, Effect.Sandbox) is { } sandbox)
        {
            return (Verdict.Sandbox, sandbox);
        }

        if (First(RuleOutcome.Matched, Effect.RequireApproval) is { } approval)
        {
            return (Verdict.RequireApproval, approval);
        }

        if (First(RuleOutcome.Matched, Effect.LogOnly) is { } log)
        {
            return (Verdict.LogOnly, log);
        }

        var allow = First(RuleOutcome.Matched, Effect.Allow);
        var flag = First(RuleOutcome.Error, Effect.LogOnly);
        return allow is null ? (Verdict.None, null) : flag is null ? (Verdict.Allow, allow) : (Verdict.LogOnly, flag);
    }
}
