namespace KernelGuard.Policies;

/// <summary>How bad a finding in a policy document is.</summary>
public enum PolicySeverity
{
    /// <summary>The set cannot be used.</summary>
    Error,

    /// <summary>The set can be used; its author should look again.</summary>
    Warning,
}
