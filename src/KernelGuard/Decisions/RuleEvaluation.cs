namespace KernelGuard.Decisions;

/// <summary>One rule that concerned the call, and what came of it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">What came of its condition.</param>
/// <param name="Error">Cause and position of an error; for evidence, never for a model. Null unless <paramref name="Outcome"/> is an error.</param>
public readonly record struct RuleEvaluation(RuleReference Rule, RuleOutcome Outcome, string? Error = null);
