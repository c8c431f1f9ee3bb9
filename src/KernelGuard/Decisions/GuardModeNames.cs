namespace KernelGuard.Decisions;

/// <summary>The names of modes in policy documents, evidence and telemetry.</summary>
public static class GuardModeNames
{
    /// <summary>The name of a mode.</summary>
    /// <param name="mode">The mode.</param>
    public static string ToName(this GuardMode mode) => mode == GuardMode.Observe ? "observe" : "enforce";
}
