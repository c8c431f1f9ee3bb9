namespace KernelGuard.Enforcement;

/// <summary>Whether it is any use to make a refused call again.</summary>
public enum Retry
{
    /// <summary>It will be refused again.</summary>
    Never,

    /// <summary>With other arguments it may pass.</summary>
    WithChanges,

    /// <summary>After a while the identical call may pass.</summary>
    After,

    /// <summary>Once a person has agreed, the identical call runs.</summary>
    AfterApproval,
}
