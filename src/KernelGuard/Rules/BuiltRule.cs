using System.Collections.Immutable;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>A rule that <see cref="GuardRuleBuilder"/> made. Immutable.</summary>
internal sealed class BuiltRule(
    string id,
    string version,
    string? description,
    ImmutableArray<string> tools,
    Effect effect,
    RulePhase phase,
    GuardMode? mode,
    ImmutableArray<string> facts,
    ImmutableArray<Func<RuleCall, bool>> conditions,
    RuleAnswer match) : IGuardRule
{
    /// <summary>What it says where its conditions hold.</summary>
    public RuleAnswer Match => match;

    /// <summary>Whether it has no condition.</summary>
    public bool IsUnconditional => conditions.IsEmpty;

    public string Id => id;

    public string Version => version;

    public string? Description => description;

    public IReadOnlyList<string> Tools => tools;

    public Effect Effect => effect;

    public RulePhase Phase => phase;

    public GuardMode? Mode => mode;

    public IReadOnlyList<string> Facts => facts;

    public ValueTask<RuleAnswer> EvaluateAsync(RuleCall toolCall, CancellationToken cancellationToken) =>
        new(conditions.All(condition => condition(toolCall)) ? Match : RuleAnswer.NotMatched);
}
