namespace KernelGuard.Decisions;

/// <summary>What came of a role of the agent that covers the tool.</summary>
public enum RoleOutcome
{
    /// <summary>It covers the call.</summary>
    Covers,

    /// <summary>The user would have to hold it too, and does not.</summary>
    NotHeldByUser,

    /// <summary>Its <c>where</c> does not hold.</summary>
    OutOfScope,

    /// <summary>Its <c>where</c> could not be evaluated; the call is refused.</summary>
    Error,
}
