namespace KernelGuard.Approvals;

/// <summary>How a call that needs approval stands.</summary>
internal enum ApprovalResolutionKind
{
    /// <summary>Its ticket waits for a person.</summary>
    Pending,

    /// <summary>It was approved, and this call has used the approval up.</summary>
    Claimed,

    /// <summary>It was approved, and the approval is left unused.</summary>
    Approved,

    /// <summary>A person refused it.</summary>
    Rejected,

    /// <summary>Time is over.</summary>
    Expired,

    /// <summary>The session has too many open tickets.</summary>
    TooManyPending,

    /// <summary>The ticket that the call names is not its newest one, or is used up.</summary>
    Mismatch,
}
