namespace KernelGuard.Decisions;

/// <summary>Whether verdicts bind.</summary>
public enum GuardMode
{
    /// <summary>Verdicts bind.</summary>
    Enforce,

    /// <summary>Verdicts are recorded and do not bind.</summary>
    Observe,
}
