using KernelGuard.Decisions;

namespace KernelGuard.Cli.Explaining;

/// <summary>What one rule said of a call.</summary>
/// <param name="Evaluation">What came of its condition.</param>
/// <param name="Condition">The condition as it is written; null where the rule has none.</param>
internal sealed record ExplainedRule(RuleEvaluation Evaluation, string? Condition)
{
    /// <summary>The outcome, as a name.</summary>
    public string Outcome => Evaluation.Outcome switch
    {
        RuleOutcome.Matched => "matched",
        RuleOutcome.NotMatched => "not_matched",
        RuleOutcome.Exceeded => "exceeded",
        RuleOutcome.Skipped => "skipped",
        RuleOutcome.NotAsked => "not_asked",
        _ => "error",
    };
}
