using KernelGuard.Cel.Ranges;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Rules with conditions, for the question whether one of them holds, or fails, wherever another rule holds. Not thread-safe.</summary>
/// <param name="checksLeft">How often conditions may be compared, so that load time does not grow with the square of the rules.</param>
internal sealed class ImpliedRules(int checksLeft)
{
    private const int MaxRulesOfTool = 50;
    private const int MaxPatterns = 100;
    private readonly Dictionary<string, List<KnownRule>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KnownRule> _byPattern = [];
    private int _checksLeft = checksLeft;

    /// <summary>Takes a rule with a condition.</summary>
    public void Add(GuardRule rule, DocumentConditions conditions)
    {
        var known = new KnownRule(rule, conditions);
        foreach (var pattern in rule.Tools)
        {
            if (!pattern.IsExact)
            {
                if (_byPattern.Count < MaxPatterns)
                {
                    _byPattern.Add(known);
                }
            }
            else if (_byName.TryGetValue(pattern.Text, out var rules))
            {
                rules.Add(known);
            }
            else
            {
                _byName.Add(pattern.Text, [known]);
            }
        }
    }

    /// <summary>A rule that was added and cannot come out false for a call for which a rule with a condition holds; null where none is known.</summary>
    public GuardRule? Find(GuardRule rule, DocumentConditions conditions)
    {
        var named = rule.Tools[0] is { IsExact: true } tool ? _byName.GetValueOrDefault(tool.Text, []) : [];
        var asked = new KnownRule(rule, conditions);
        var candidates = named.Concat(_byPattern).Where(known => known.Covers(asked)).Take(MaxRulesOfTool).ToList();
        if (candidates.Count == 0 || (_checksLeft -= candidates.Count) < 0)
        {
            return null;
        }

        var holds = DocumentConditions.AnyCall.Assume(asked.Condition, true);
        return holds.AreImpossible ? null : candidates.Find(known => holds.Assume(known.Condition, false).AreImpossible)?.Rule;
    }

    private sealed class KnownRule(GuardRule rule, DocumentConditions conditions)
    {
        private CelPremise? _condition;
        private bool? _readsOwnState;

        public GuardRule Rule => rule;

        public CelPremise Condition => _condition ??= conditions.Premise(rule.Condition!);

        /// <summary>Whether it concerns every tool that another rule concerns, and names mean the same in both: those of a document's own state say nothing of another's.</summary>
        public bool Covers(KnownRule other) =>
            other.Rule.Tools.All(pattern => rule.Tools.Any(known => known.Covers(pattern)))
            && (ReferenceEquals(rule.Scope, other.Rule.Scope) || !(ReadsOwnState || other.ReadsOwnState));

        private bool ReadsOwnState => _readsOwnState ??= conditions.ReadsOwnState(rule.Condition!);
    }
}
