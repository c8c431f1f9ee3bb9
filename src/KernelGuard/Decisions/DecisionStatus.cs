namespace KernelGuard.Decisions;

/// <summary>What became of a call's wish to run.</summary>
public enum DecisionStatus
{
    /// <summary>It may run.</summary>
    Permitted,

    /// <summary>Policy forbids it, or nothing permits it.</summary>
    Denied,

    /// <summary>A limit is used up; after a while it may run.</summary>
    Throttled,

    /// <summary>It waits for a person.</summary>
    ApprovalPending,

    /// <summary>A person refused it.</summary>
    ApprovalRejected,

    /// <summary>Nobody answered in time, or the approval was not used in time.</summary>
    ApprovalExpired,

    /// <summary>The guard could not judge it, so it did not run.</summary>
    GuardError,
}
