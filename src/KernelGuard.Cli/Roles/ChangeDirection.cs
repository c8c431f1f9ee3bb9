namespace KernelGuard.Cli.Roles;

/// <summary>What a change means for those whom it concerns.</summary>
internal enum ChangeDirection
{
    /// <summary>More may run, or with less in its way.</summary>
    Widened,

    /// <summary>Less may run, or with more in its way.</summary>
    Narrowed,

    /// <summary>Either, or both: somebody has to read it.</summary>
    Unclear,
}
