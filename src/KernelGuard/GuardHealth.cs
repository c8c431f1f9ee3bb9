namespace KernelGuard;

/// <summary>What somebody should look at. Immutable.</summary>
/// <param name="PolicyProblem">Why changed policies are not in force; null where nothing is wrong with them.</param>
/// <param name="HaltReason">Why calls are halted; null where they are not.</param>
public sealed record GuardHealth(PolicyProblem? PolicyProblem, string? HaltReason)
{
    /// <summary>Whether there is nothing to look at.</summary>
    public bool IsHealthy => PolicyProblem is null && HaltReason is null;
}
