using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What holds for all decisions of a policy set.</summary>
/// <param name="PolicyDigest">The digest of the set.</param>
/// <param name="Mode">The mode of the set.</param>
/// <param name="RunsWithoutEvidence">Whether calls run although their decision could not be recorded.</param>
/// <param name="AllowUnbound">Whether a call may wait for approval although neither its session nor its user is known.</param>
internal sealed record PipelineSettings(string PolicyDigest, GuardMode Mode, bool RunsWithoutEvidence, bool AllowUnbound)
{
    /// <summary>The roles of the set.</summary>
    public RoleGate Roles { get; init; } = RoleGate.None;
}
