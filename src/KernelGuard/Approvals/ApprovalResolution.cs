namespace KernelGuard.Approvals;

/// <summary>How a call that needs approval stands, found when it is made.</summary>
/// <param name="Kind">How it stands.</param>
/// <param name="Ticket">Its ticket; null where none could be opened.</param>
internal readonly record struct ApprovalResolution(ApprovalResolutionKind Kind, ApprovalTicket? Ticket);
