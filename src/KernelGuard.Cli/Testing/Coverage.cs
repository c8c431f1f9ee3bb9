using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of the rules of a set.</summary>
/// <param name="rules">The rules.</param>
internal sealed class Coverage(IEnumerable<GuardRule> rules)
{
    private readonly Dictionary<RuleReference, RuleCoverage> _rules = rules.ToDictionary(rule => rule.Reference, rule => new RuleCoverage(rule));

    /// <summary>How many rules and branches there are.</summary>
    public int Total => _rules.Values.Sum(rule => rule.Total);

    /// <summary>How many of them a case reached.</summary>
    public int Reached => Total - Missing.Count();

    /// <summary>The same in percent, rounded down: 100 means all.</summary>
    public int Percent => Total == 0 ? 100 : (int)(Reached * 100L / Total);

    /// <summary>Whether so many percent were reached.</summary>
    public bool HasReached(decimal percent) => Reached * 100m >= percent * Total;

    /// <summary>What no case reached, by policy id and document order.</summary>
    public IEnumerable<(RuleReference Rule, string What)> Missing => _rules.Values.SelectMany(rule => rule.Missing.Select(what => (rule.Rule, what)));

    /// <summary>Notes what rules said of a call as it was sent and as it was decided on.</summary>
    public void Watch(RuleLook sent, RuleLook decided)
    {
        // Of a call that transforms changed, denies and transforms speak of it as it was sent, and all but transforms of what became of it.
        var isChanged = !ReferenceEquals(sent.Activation, decided.Activation);
        Note(sent, rule => !isChanged || (rule.Reference.Effect is Effect.Deny or Effect.Transform && !rule.IsDefault));
        if (isChanged)
        {
            Note(decided, rule => rule.Reference.Effect != Effect.Transform);
        }
    }

    private void Note(RuleLook look, Predicate<GuardRule> speaks)
    {
        foreach (var (rule, evaluation) in look.Rules.Zip(look.Evaluations).Where(pair => speaks(pair.First)))
        {
            _rules[rule.Reference].Note(evaluation.Outcome, look.Activation);
        }
    }
}
