using KernelGuard.Policies;

namespace KernelGuard.Cli.Testing;

/// <summary>What came of the cases of one set of policies.</summary>
/// <param name="PolicyPath">The policy file or folder.</param>
/// <param name="Set">The policies.</param>
/// <param name="Results">The cases that were run, in order.</param>
/// <param name="Coverage">What they reach; null where not all cases were run.</param>
internal sealed record SuiteResult(string PolicyPath, PolicySet Set, IReadOnlyList<CaseResult> Results, Coverage? Coverage)
{
    public IEnumerable<CaseResult> Failed => Results.Where(result => result.Failure is not null);
}
