using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of one rule: its condition true and false, and each operand of its <c>&amp;&amp;</c> or <c>||</c> true and false.</summary>
/// <param name="rule">The rule.</param>
internal sealed class RuleCoverage(GuardRule rule)
{
    private readonly ConditionCoverage _condition = new(rule.Condition, rule.Scope);
    private bool _matched;
    private bool _notMatched;
    private bool _exceeded;

    public RuleReference Rule => rule.Reference;

    /// <summary>What there is to reach.</summary>
    public IEnumerable<(bool IsReached, string Missing)> Points
    {
        get
        {
            yield return (_matched, rule.Throttle is null ? "never matched" : "never within its limit");
            if (rule.Throttle is not null)
            {
                yield return (_exceeded, "never over its limit");
            }

            if (rule.Condition is not null)
            {
                yield return (_notMatched, "never asked without matching");
                foreach (var point in _condition.Points)
                {
                    yield return point;
                }
            }
        }
    }

    /// <summary>Notes what the rule said of a call.</summary>
    public void Note(RuleOutcome outcome, DecisionActivation activation)
    {
        _matched |= outcome == RuleOutcome.Matched;
        _notMatched |= outcome == RuleOutcome.NotMatched;
        _exceeded |= outcome == RuleOutcome.Exceeded;
        if (outcome is not (RuleOutcome.Skipped or RuleOutcome.NotAsked))
        {
            _condition.Note(activation);
        }
    }
}
