using System.Collections.Concurrent;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;

namespace KernelGuard;

/// <summary>Counts what observed rules would have refused or held. Bounded by the rules of a set and the guard's codes. Thread-safe.</summary>
internal sealed class ObservedTally
{
    private readonly ConcurrentDictionary<(string? Policy, string? Rule, Effect Effect, string? Code), long> _counts = new();

    /// <summary>The counts, by policy and rule; what the guard itself would have refused first.</summary>
    public IReadOnlyList<ObservedCount> Counts =>
    [
        .. _counts
            .Select(count => new ObservedCount(count.Key.Policy, count.Key.Rule, count.Key.Effect, count.Key.Code, count.Value))
            .OrderBy(count => count.PolicyId, StringComparer.Ordinal)
            .ThenBy(count => count.RuleId, StringComparer.Ordinal)
            .ThenBy(count => count.Code, StringComparer.Ordinal)
            .ThenBy(count => count.Effect),
    ];

    /// <summary>What would have kept a call that was let through from running at once; null where nothing would.</summary>
    public static ObservedDecision? Restriction(ToolCallOutcome outcome) =>
        outcome is { Refusal: null, Decision: { Status: DecisionStatus.Permitted, Observed: { Code: not null } observed } } ? observed : null;

    public void Add(ObservedDecision observed) =>
        _counts.AddOrUpdate((observed.Rule?.PolicyId, observed.Rule?.RuleId, observed.Effect, observed.Code), 1, static (_, count) => count + 1);
}
