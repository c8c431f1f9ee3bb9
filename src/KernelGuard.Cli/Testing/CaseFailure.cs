using KernelGuard.Cli.Explaining;

namespace KernelGuard.Cli.Testing;

/// <summary>A call of a case that was not decided as expected.</summary>
/// <param name="Number">Which call of the case it was, from 1.</param>
/// <param name="Differences">What is not as expected.</param>
/// <param name="Explanation">The call, with every rule that concerned it.</param>
internal sealed record CaseFailure(int Number, IReadOnlyList<Difference> Differences, Explanation Explanation);
