using System.Collections.Immutable;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What holds for all decisions of a policy set.</summary>
/// <param name="PolicyDigest">The digest of the set.</param>
/// <param name="Mode">The mode of the set.</param>
/// <param name="RunsWithoutEvidence">Whether calls run although their decision could not be recorded.</param>
/// <param name="AllowUnbound">Whether a call may wait for approval although neither its session nor its user is known.</param>
/// <param name="Labels">Every label that a tool can mark a session with.</param>
internal sealed record PipelineSettings(string PolicyDigest, GuardMode Mode, bool RunsWithoutEvidence, bool AllowUnbound, ImmutableArray<string> Labels)
{
    /// <summary>The roles of the set.</summary>
    public RoleGate Roles { get; init; } = RoleGate.None;
}
