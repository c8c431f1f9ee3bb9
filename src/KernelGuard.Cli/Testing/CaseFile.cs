namespace KernelGuard.Cli.Testing;

/// <summary>A file of cases. Immutable.</summary>
/// <param name="Tools">The file of tools that it names, or null.</param>
/// <param name="Cases">Its cases, in order.</param>
internal sealed record CaseFile(string? Tools, IReadOnlyList<PolicyCase> Cases);
