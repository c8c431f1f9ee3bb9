using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of one rule: its condition true and false, and each operand of its <c>&amp;&amp;</c> or <c>||</c> true and false.</summary>
internal sealed class RuleCoverage
{
    private readonly GuardRule _rule;
    private readonly bool[] _termTrue;
    private readonly bool[] _termFalse;
    private bool _matched;
    private bool _notMatched;
    private bool _exceeded;

    public RuleCoverage(GuardRule rule)
    {
        _rule = rule;
        _termTrue = new bool[rule.Condition?.Terms.Count ?? 0];
        _termFalse = new bool[_termTrue.Length];
    }

    public RuleReference Rule => _rule.Reference;

    /// <summary>How many things there are to reach.</summary>
    public int Total => Points.Count();

    /// <summary>What no case reached, in words.</summary>
    public IEnumerable<string> Missing => Points.Where(point => !point.IsReached).Select(point => point.Missing);

    /// <summary>Notes what the rule said of a call.</summary>
    public void Note(RuleOutcome outcome, DecisionActivation activation)
    {
        _matched |= outcome == RuleOutcome.Matched;
        _notMatched |= outcome == RuleOutcome.NotMatched;
        _exceeded |= outcome == RuleOutcome.Exceeded;
        if (outcome is not (RuleOutcome.Skipped or RuleOutcome.NotAsked) && (_termTrue.Contains(false) || _termFalse.Contains(false)))
        {
            NoteTerms(activation);
        }
    }

    private IEnumerable<(bool IsReached, string Missing)> Points
    {
        get
        {
            yield return (_matched, _rule.Throttle is null ? "never matched" : "never within its limit");
            if (_rule.Throttle is not null)
            {
                yield return (_exceeded, "never over its limit");
            }

            if (_rule.Condition is { } condition)
            {
                yield return (_notMatched, "never asked without matching");
                for (var i = 0; i < _termTrue.Length; i++)
                {
                    var (start, length) = condition.Terms[i];
                    var text = condition.Source.Substring(start, length);
                    yield return (_termTrue[i], $"`{text}` never true");
                    yield return (_termFalse[i], $"`{text}` never false");
                }
            }
        }
    }

    private void NoteTerms(DecisionActivation activation)
    {
        activation.Enter(_rule.Scope);
        var steps = _rule.Condition!.Explain(activation).Steps;
        for (var i = 0; i < _termTrue.Length; i++)
        {
            var value = steps.FirstOrDefault(step => step.Span == _rule.Condition.Terms[i])?.Value;
            _termTrue[i] |= value is { IsTrue: true };
            _termFalse[i] |= value is { Kind: Cel.CelKind.Bool, IsTrue: false };
        }
    }
}
