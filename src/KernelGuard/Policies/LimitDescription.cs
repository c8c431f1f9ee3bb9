using KernelGuard.Decisions;

namespace KernelGuard.Policies;

/// <summary>How much can happen at worst in one window, as a policy bounds it. Immutable.</summary>
/// <param name="Rule">The rule that sees to it.</param>
/// <param name="Tools">The patterns of the tools whose calls are bounded.</param>
/// <param name="Amount">How much, at most.</param>
/// <param name="Of">What is summed, as an expression; null where calls are counted.</param>
/// <param name="Per">The sliding window.</param>
/// <param name="By">What has a limit of its own; empty where there is one for all.</param>
/// <param name="Sentence">All of it as one sentence.</param>
public sealed record LimitDescription(
    RuleReference Rule, IReadOnlyList<string> Tools, decimal Amount, string? Of, TimeSpan Per, IReadOnlyList<string> By, string Sentence)
{
    /// <summary>Whether all calls of the tools are bounded, and not only those for which a condition holds.</summary>
    public bool IsUnconditional { get; init; } = true;
}
