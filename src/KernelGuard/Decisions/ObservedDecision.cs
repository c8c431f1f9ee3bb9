namespace KernelGuard.Decisions;

/// <summary>What the decision would have been if every observed rule had bound.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Code">The code of a refusal; null when permitted.</param>
/// <param name="Rule">The rule that would have decided, or null.</param>
public sealed record ObservedDecision(Effect Effect, string? Code, RuleReference? Rule);
