namespace KernelGuard.Approvals;

/// <summary>How approvals work.</summary>
public sealed class ApprovalOptions
{
    /// <summary>Whether a call may wait for approval although neither its session nor its user is known. Its ticket then fits everybody who makes the same call.</summary>
    /// <value>The default is false: such a call is refused with <c>no_caller</c>.</value>
    public bool AllowUnbound { get; set; }

    /// <summary>How many tickets of one session may wait at a time.</summary>
    /// <value>The default is 20. Must be at least 1.</value>
    public int MaxOpenTicketsPerSession { get; set; } = 20;

    /// <summary>Whether callers of chat clients are asked in the way of Microsoft.Extensions.AI.</summary>
    public NativeApprovalOptions Native { get; } = new();
}
