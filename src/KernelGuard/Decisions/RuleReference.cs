namespace KernelGuard.Decisions;

/// <summary>Names a rule in decisions and evidence. One instance per rule of a policy set.</summary>
/// <param name="PolicyId">The id of its policy document.</param>
/// <param name="RuleId">Its own id, unique in the document.</param>
/// <param name="Effect">What it does when its condition holds.</param>
/// <param name="Mode">Whether its verdict binds.</param>
public sealed record RuleReference(string PolicyId, string RuleId, Effect Effect, GuardMode Mode)
{
    /// <summary>Whether it binds and lets calls run.</summary>
    internal bool Permits => Mode == GuardMode.Enforce && Effect != Effect.Deny && !Effect.IsModifier();
}
