using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Rules;

/// <summary>What of a policy set concerns the calls of one tool. Immutable.</summary>
internal sealed class ToolPlan
{
    /// <summary>Creates a plan.</summary>
    /// <param name="rules">The rules that concern the tool, by policy id and document order.</param>
    /// <param name="counters">The counters that its calls add to.</param>
    /// <param name="hasCode">Whether one of the rules, or of those of a substitute, is code.</param>
    public ToolPlan(GuardRule[] rules, ImmutableArray<(PolicyScope Scope, Counter Counter)> counters, bool hasCode)
    {
        Rules = rules;
        Counters = counters;
        HasTransforms = Array.Exists(rules, rule => rule.Reference.Effect == Effect.Transform);
        HasCode = hasCode;
        MayObserve = HasCode || Array.Exists(rules, rule => rule.Reference is { Mode: GuardMode.Observe } or { Effect: Effect.Sandbox });
        Meters =
        [
            .. rules.Where(rule => rule.Throttle is not null).Select(rule => rule.Throttle!.Meter.Id)
                .Concat(counters.Select(entry => entry.Counter.Meter.Id))
                .Concat(rules.Where(ReadsCounters).SelectMany(rule => rule.Scope.Counters).Select(counter => counter.Meter.Id))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The rules that concern the tool, by policy id and document order.</summary>
    public GuardRule[] Rules { get; }

    /// <summary>The counters that its calls add to, each with the document that declares it.</summary>
    public ImmutableArray<(PolicyScope Scope, Counter Counter)> Counters { get; }

    /// <summary>What of <c>resource</c> and <c>context</c> judging a call reads.</summary>
    public IEnumerable<string> FactPaths => Rules.SelectMany(rule => rule.FactPaths)
        .Concat(Counters.SelectMany(entry => KernelGuard.Rules.FactPaths.Of(entry.Counter.Meter.Programs, entry.Scope)));

    /// <summary>Whether a rule may change what runs.</summary>
    public bool HasTransforms { get; }

    /// <summary>Whether code has to be asked.</summary>
    public bool HasCode { get; }

    /// <summary>Whether what binds can differ from what would if every rule did. A sandbox brings in the rules of its substitute.</summary>
    public bool MayObserve { get; }

    /// <summary>The meters that a decision may read or add to, sorted.</summary>
    public ImmutableArray<string> Meters { get; }

    private static bool ReadsCounters(GuardRule rule) =>
        rule.Programs.Any(program => program.ReferencedVariables.Any(name => name is "counters" or "vars"));
}
