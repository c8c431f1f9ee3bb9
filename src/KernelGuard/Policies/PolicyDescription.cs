using KernelGuard.Decisions;

namespace KernelGuard.Policies;

/// <summary>One policy as people read it. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Description">Its own description, or null.</param>
/// <param name="Mode">The mode that it gives itself, or null.</param>
/// <param name="Variables">Its variables, in order, with their expressions.</param>
/// <param name="Rules">Its rules, in order.</param>
public sealed record PolicyDescription(
    string Id,
    string? Description,
    GuardMode? Mode,
    IReadOnlyList<KeyValuePair<string, string>> Variables,
    IReadOnlyList<RuleDescription> Rules)
{
    /// <summary>How much can happen at worst in one window, by the policy's throttles and counters.</summary>
    public IReadOnlyList<LimitDescription> Limits { get; init; } = [];
}
