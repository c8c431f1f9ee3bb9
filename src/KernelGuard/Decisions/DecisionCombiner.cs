namespace KernelGuard.Decisions;

/// <summary>Combines what single rules say: deny overrides. The order of rules decides nothing but which of several equal ones is named.</summary>
internal static class DecisionCombiner
{
    /// <summary>Combines evaluations.</summary>
    /// <param name="evaluations">By policy id and document order.</param>
    /// <param name="observed">Whether rules that only observe count too.</param>
    public static CombinedVerdict Combine(ReadOnlySpan<RuleEvaluation> evaluations, bool observed)
    {
        var winner = new CombinedVerdict(Verdict.None, -1);
        var flag = -1;
        for (var i = 0; i < evaluations.Length; i++)
        {
            ref readonly var evaluation = ref evaluations[i];
            if (!observed && evaluation.Rule.Mode == GuardMode.Observe)
            {
                continue;
            }

            var verdict = VerdictOf(evaluation);
            if (verdict > winner.Verdict)
            {
                winner = new CombinedVerdict(verdict, i);
            }

            if (flag < 0 && evaluation is { Outcome: RuleOutcome.Error, Rule.Effect: Effect.LogOnly })
            {
                flag = i;
            }
        }

        // A log_only rule that could not be evaluated permits nothing, but flags what something else permits.
        return winner.Verdict == Verdict.Allow && flag >= 0 ? new CombinedVerdict(Verdict.LogOnly, flag) : winner;
    }

    /// <summary>What one rule says. An error is on the safe side: nothing where the rule permits, a refusal where it restricts.</summary>
    public static Verdict VerdictOf(in RuleEvaluation evaluation) => (evaluation.Outcome, evaluation.Rule.Effect) switch
    {
        (RuleOutcome.Matched, Effect.Deny) => Verdict.Deny,
        (RuleOutcome.Exceeded, Effect.Throttle) => Verdict.Throttled,
        (RuleOutcome.Matched, Effect.Sandbox) => Verdict.Sandbox,
        (RuleOutcome.Matched, Effect.RequireApproval) => Verdict.RequireApproval,
        (RuleOutcome.Matched, Effect.LogOnly) => Verdict.LogOnly,
        (RuleOutcome.Matched, Effect.Allow) => Verdict.Allow,
        (RuleOutcome.Error, not (Effect.Allow or Effect.LogOnly)) => Verdict.RuleError,
        _ => Verdict.None,
    };
}
