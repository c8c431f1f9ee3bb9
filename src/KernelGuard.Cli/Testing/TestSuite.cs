namespace KernelGuard.Cli.Testing;

/// <summary>Policies, and the files of cases that test them.</summary>
/// <param name="PolicyPath">The policy file or folder.</param>
/// <param name="CaseFiles">The files of cases, in order.</param>
internal sealed record TestSuite(string PolicyPath, IReadOnlyList<string> CaseFiles);
