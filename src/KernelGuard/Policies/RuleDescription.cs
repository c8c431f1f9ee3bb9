using KernelGuard.Decisions;

namespace KernelGuard.Policies;

/// <summary>One rule as people read it. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Tools">The patterns of the tools that it concerns.</param>
/// <param name="Condition">The condition as it is written; null where the rule always holds, or is written in code.</param>
/// <param name="Description">The rule's description, or null.</param>
/// <param name="Reason">The reason that it gives for a refusal, as it is written, or null.</param>
/// <param name="Outcome">What happens with a call, and when.</param>
/// <param name="Sentence">All of it as one sentence.</param>
public sealed record RuleDescription(
    RuleReference Rule,
    IReadOnlyList<string> Tools,
    string? Condition,
    string? Description,
    string? Reason,
    string Outcome,
    string Sentence)
{
    /// <summary>The version that a rule in code declares; null for rules of documents, which have that of their set.</summary>
    public string? Version { get; init; }
}
