namespace KernelGuard.Decisions;

/// <summary>What a rule does with a call. A decision's effect is one of those that permit, or <see cref="Deny"/>; of several the greatest wins.</summary>
public enum Effect
{
    /// <summary>The call runs.</summary>
    Allow,

    /// <summary>The call runs and is flagged for review.</summary>
    LogOnly,

    /// <summary>The call runs after a person agreed to exactly this call.</summary>
    RequireApproval,

    /// <summary>A substitute runs, or answers, instead of the tool.</summary>
    Sandbox,

    /// <summary>What runs, or what comes back, is changed. Only of rules; permits nothing.</summary>
    Transform,

    /// <summary>So many calls in a time, the others are refused. Only of rules; permits nothing.</summary>
    Throttle,

    /// <summary>The call never runs.</summary>
    Deny,
}
