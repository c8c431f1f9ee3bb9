namespace KernelGuard.Policies;

/// <summary>What came of loading policies: a set, or findings that say why there is none. Immutable.</summary>
public sealed class PolicyLoadResult
{
    internal PolicyLoadResult(IReadOnlyList<PolicyDiagnostic> diagnostics) => Diagnostics = diagnostics;

    /// <summary>All findings, by source and place.</summary>
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; }

    /// <summary>Whether a finding is an error.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == PolicySeverity.Error);
}
