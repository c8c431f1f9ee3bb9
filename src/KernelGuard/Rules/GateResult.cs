using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What the roles say of a call.</summary>
/// <param name="Refusal">Why no role covers it; null where one does, or there are no roles.</param>
/// <param name="Roles">The agent's roles that cover the tool, in the order of their ids.</param>
internal sealed record GateResult(Ruling? Refusal, IReadOnlyList<RoleEvaluation> Roles)
{
    public static GateResult Open { get; } = new(null, []);
}
