namespace KernelGuard.Policies;

/// <summary>What came of loading policies: a set, or findings that say why there is none. Immutable.</summary>
public sealed class PolicyLoadResult
{
    internal PolicyLoadResult(PolicySet? set, IReadOnlyList<PolicyDiagnostic> diagnostics)
    {
        Set = set;
        Diagnostics = diagnostics;
    }

    /// <summary>The set; null if and only if <see cref="HasErrors"/>.</summary>
    public PolicySet? Set { get; }

    /// <summary>All findings, by source and place. There may be warnings beside a set.</summary>
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; }

    /// <summary>Whether a finding is an error.</summary>
    public bool HasErrors => Set is null;
}
