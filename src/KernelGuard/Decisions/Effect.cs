namespace KernelGuard.Decisions;

/// <summary>What a rule, and in the end a decision, does with a call. Of several the greatest wins.</summary>
public enum Effect
{
    /// <summary>The call runs.</summary>
    Allow,

    /// <summary>The call runs and is flagged for review.</summary>
    LogOnly,

    /// <summary>The call runs after a person agreed to exactly this call.</summary>
    RequireApproval,

    /// <summary>The call never runs.</summary>
    Deny,
}
