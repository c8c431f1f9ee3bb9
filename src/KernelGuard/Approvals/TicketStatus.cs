namespace KernelGuard.Approvals;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    /// <summary>It waits for an answer.</summary>
    Pending,

    /// <summary>The call may be made once.</summary>
    Approved,

    /// <summary>A person refused.</summary>
    Rejected,

    /// <summary>Nobody answered in time, or the approval was not used in time.</summary>
    Expired,

    /// <summary>The call was made.</summary>
    Used,
}
