namespace KernelGuard.Decisions;

/// <summary>The names of statuses in refusals, evidence and telemetry.</summary>
public static class DecisionStatusNames
{
    /// <summary>The name of a status.</summary>
    /// <param name="status">The status.</param>
    public static string ToName(this DecisionStatus status) => status switch
    {
        DecisionStatus.Permitted => "permitted",
        DecisionStatus.Denied => "denied",
        DecisionStatus.Throttled => "throttled",
        DecisionStatus.ApprovalPending => "approval_pending",
        DecisionStatus.ApprovalRejected => "approval_rejected",
        DecisionStatus.ApprovalExpired => "approval_expired",
        _ => "guard_error",
    };
}
