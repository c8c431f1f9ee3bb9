namespace KernelGuard.Decisions;

/// <summary>What rules say together.</summary>
internal enum Verdict
{
    /// <summary>No rule permits the call.</summary>
    None,

    /// <summary>It runs.</summary>
    Allow,

    /// <summary>It runs and is flagged.</summary>
    LogOnly,

    /// <summary>It runs after a person agreed.</summary>
    RequireApproval,

    /// <summary>A substitute runs instead.</summary>
    Sandbox,

    /// <summary>A limit is used up.</summary>
    Throttled,

    /// <summary>A restricting rule could not be evaluated: it does not run.</summary>
    RuleError,

    /// <summary>It does not run.</summary>
    Deny,
}
