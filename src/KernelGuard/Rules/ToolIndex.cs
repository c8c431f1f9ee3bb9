using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KernelGuard.Rules;

/// <summary>Finds the rules that concern a tool, so that a decision's cost follows those and not the whole set. Immutable but for a bounded cache; thread-safe.</summary>
internal sealed class ToolIndex
{
    private const int MaxCachedNames = 10_000;
    private readonly FrozenDictionary<string, int[]> _byName;
    private readonly ImmutableArray<(ToolPattern Pattern, int Rule)> _patterns;
    private readonly ImmutableArray<GuardRule> _rules;
    private readonly ConcurrentDictionary<string, GuardRule[]> _cache = new(StringComparer.OrdinalIgnoreCase);
    private int _cached;

    /// <summary>Creates an index.</summary>
    /// <param name="rules">All rules of a set, by policy id and document order.</param>
    public ToolIndex(ImmutableArray<GuardRule> rules)
    {
        _rules = rules;
        var uses = rules.SelectMany((rule, i) => rule.Tools.Select(pattern => (pattern, Rule: i))).ToList();
        _patterns = [.. uses.Where(u => !u.pattern.IsExact)];
        _byName = uses
            .Where(u => u.pattern.IsExact)
            .GroupBy(u => u.pattern.Text, u => u.Rule, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All rules, by policy id and document order.</summary>
    public ImmutableArray<GuardRule> Rules => _rules;

    /// <summary>The rules that concern a tool, by policy id and document order.</summary>
    public GuardRule[] RulesFor(string tool)
    {
        if (_cache.TryGetValue(tool, out var rules))
        {
            return rules;
        }

        rules = Find(tool);

        // Names come from models: past the bound they are looked up again each time instead of filling the memory.
        if (Volatile.Read(ref _cached) < MaxCachedNames && _cache.TryAdd(tool, rules))
        {
            Interlocked.Increment(ref _cached);
        }

        return rules;
    }

    private GuardRule[] Find(string tool)
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
