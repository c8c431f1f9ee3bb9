using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Rules;

/// <summary>Finds the rules that concern a tool, so that a decision's cost follows those and not the whole set. Immutable but for a bounded cache; thread-safe.</summary>
internal sealed class ToolIndex
{
    private const int MaxCachedNames = 10_000;
    private readonly FrozenDictionary<string, int[]> _byName;
    private readonly ImmutableArray<(ToolPattern Pattern, int Rule)> _patterns;
    private readonly ImmutableArray<GuardRule> _rules;
    private readonly ImmutableArray<(PolicyScope Scope, Counter Counter)> _counters;
    private readonly ConcurrentDictionary<string, ToolPlan> _cache = new(StringComparer.OrdinalIgnoreCase);
    private int _cached;

    /// <summary>Creates an index.</summary>
    /// <param name="rules">All rules of a set, by policy id and document order.</param>
    /// <param name="scopes">What the documents of the set declare.</param>
    public ToolIndex(ImmutableArray<GuardRule> rules, ImmutableArray<PolicyScope> scopes)
    {
        _rules = rules;
        _counters = [.. scopes.SelectMany(scope => scope.Counters.Select(counter => (scope, counter)))];
        var uses = rules.SelectMany((rule, i) => rule.Tools.Select(pattern => (pattern, Rule: i))).ToList();
        _patterns = [.. uses.Where(u => !u.pattern.IsExact)];
        _byName = uses
            .Where(u => u.pattern.IsExact)
            .GroupBy(u => u.pattern.Text, u => u.Rule, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All rules, by policy id and document order.</summary>
    public ImmutableArray<GuardRule> Rules => _rules;

    /// <summary>What concerns the calls of a tool.</summary>
    public ToolPlan PlanFor(string tool)
    {
        if (_cache.TryGetValue(tool, out var plan))
        {
            return plan;
        }

        plan = Find(tool);

        // Names come from models: past the bound they are looked up again each time instead of filling the memory.
        if (Volatile.Read(ref _cached) < MaxCachedNames && _cache.TryAdd(tool, plan))
        {
            Interlocked.Increment(ref _cached);
        }

        return plan;
    }

    private ToolPlan Find(string tool)
    {
        var rules = RulesOf(tool);
        var standIns = rules.Select(rule => rule.Substitute?.Tool).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(RulesOf);
        return new ToolPlan(
            rules,
            [.. _counters.Where(c => c.Counter.Tools.Any(pattern => pattern.Matches(tool)))],
            hasCode: rules.Concat(standIns).Any(rule => rule.InCode is not null));
    }

    private GuardRule[] RulesOf(string tool)
    {
        var found = new SortedSet<int>(_byName.GetValueOrDefault(tool, []));
        foreach (var (pattern, rule) in _patterns)
        {
            if (pattern.Matches(tool))
            {
                found.Add(rule);
            }
        }

        return [.. found.Select(i => _rules[i])];
    }
}
