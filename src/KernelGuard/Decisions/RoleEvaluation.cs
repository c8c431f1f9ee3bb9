namespace KernelGuard.Decisions;

/// <summary>One role of the agent that covers the tool, and what came of it.</summary>
/// <param name="Role">The role's id.</param>
/// <param name="Outcome">Whether it covers this call.</param>
/// <param name="Error">Cause and position of an error; for evidence, never for a model. Null unless <paramref name="Outcome"/> is an error.</param>
public readonly record struct RoleEvaluation(string Role, RoleOutcome Outcome, string? Error = null);
