using KernelGuard.Cli.Judging;

namespace KernelGuard.Cli.Testing;

/// <summary>What came of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">The first call that was not decided as expected, where the case ends; null where all were.</param>
/// <param name="Refused">The calls before it of which nothing was expected and which did not run, with their numbers: often the cause.</param>
internal sealed record CaseResult(PolicyCase Case, CaseFailure? Failure, IReadOnlyList<(int Number, JudgedLine Call)> Refused);
