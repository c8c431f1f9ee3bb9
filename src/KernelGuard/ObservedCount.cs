using KernelGuard.Decisions;

namespace KernelGuard;

/// <summary>How many calls would have been refused or held on the word of one observed rule, had it been enforced.</summary>
/// <param name="PolicyId">The rule's policy; null where the guard itself would have refused, as with <c>no_rule</c>.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Effect">What would have been decided.</param>
/// <param name="Code">The code of the refusal or of the pending approval.</param>
/// <param name="Calls">How many calls.</param>
public sealed record ObservedCount(string? PolicyId, string? RuleId, Effect Effect, string? Code, long Calls);
