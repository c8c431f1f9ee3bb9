using KernelGuard.Cli.Judging;

namespace KernelGuard.Cli.Explaining;

/// <summary>One judged call with all that led to the decision.</summary>
/// <param name="Call">The call.</param>
/// <param name="Rules">Every rule that concerned its tool, by policy id and document order.</param>
internal sealed record Explanation(JudgedCall Call, IReadOnlyList<ExplainedRule> Rules);
