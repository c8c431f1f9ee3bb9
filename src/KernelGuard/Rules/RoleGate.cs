using System.Collections.Frozen;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>The gate before the rules: a call that no role of its agent covers is refused. Without roles it is open. Immutable and thread-safe.</summary>
/// <remarks>It permits nothing. The order of roles decides nothing: an error in one refuses, whatever the others say.</remarks>
internal sealed class RoleGate
{
    private readonly FrozenDictionary<string, AgentRole> _roles;

    public RoleGate(IEnumerable<AgentRole> roles) => _roles = roles.ToFrozenDictionary(role => role.Id, StringComparer.Ordinal);

    public static RoleGate None { get; } = new([]);

    /// <summary>Judges a call whose tool, arguments and agent are known.</summary>
    public GateResult Judge(ToolCallRequest request, DecisionActivation activation) =>
        _roles.Count == 0 ? GateResult.Open : JudgeByRoles(request, activation);

    /// <summary>Whether the agent has a role that covers the tool, or nothing is known of its roles.</summary>
    public bool CouldCover(ToolCallRequest request) =>
        _roles.Count == 0
        || RolesOf(request.Caller.Agent) is not { } held
        || held.Any(role => _roles.TryGetValue(role, out var known) && known.Covers(request.Tool.Name));

    private GateResult JudgeByRoles(ToolCallRequest request, DecisionActivation activation)
    {
        if (RolesOf(request.Caller.Agent) is not { } held)
        {
            return new(GateRulings.UnknownAgent, []);
        }

        if (held.FirstOrDefault(role => !_roles.ContainsKey(role)) is { } unknown)
        {
            return new(GateRulings.UnknownRole(request, unknown), []);
        }

        var evaluations = held.Select(role => _roles[role])
            .Where(role => role.Covers(request.Tool.Name))
            .Select(role => Evaluate(role, request.Caller.User, activation))
            .ToList();
        return new(RefusalOf(request, evaluations), evaluations);
    }

    private static List<string>? RolesOf(AgentIdentity? agent) =>
        agent?.Roles is { } roles ? [.. roles.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : null;

    private static RoleEvaluation Evaluate(AgentRole role, UserIdentity? user, DecisionActivation activation)
    {
        if (role.IsOfUserToo && user?.Roles?.Contains(role.Id) != true)
        {
            return new(role.Id, RoleOutcome.NotHeldByUser);
        }

        if (role.Where is not { } where)
        {
            return new(role.Id, RoleOutcome.Covers);
        }

        activation.Enter(role.Scope);
        var value = where.Evaluate(activation);
        return value switch
        {
            { Kind: Cel.CelKind.Bool } => new(role.Id, value.AsBool ? RoleOutcome.Covers : RoleOutcome.OutOfScope),
            { Kind: Cel.CelKind.Error } => new(role.Id, RoleOutcome.Error, ConditionErrors.Describe(value.ErrorValue!, where)),
            _ => new(role.Id, RoleOutcome.Error, "the condition is no bool"),
        };
    }

    private static Ruling? RefusalOf(ToolCallRequest request, List<RoleEvaluation> evaluations)
    {
        if (evaluations.Exists(e => e.Outcome == RoleOutcome.Error))
        {
            return GateRulings.RuleError;
        }

        if (evaluations.Exists(e => e.Outcome == RoleOutcome.Covers))
        {
            return null;
        }

        if (evaluations.Exists(e => e.Outcome == RoleOutcome.OutOfScope))
        {
            return GateRulings.OutOfScope(request);
        }

        return evaluations.Count > 0 && request.Caller.User?.Roles is null ? GateRulings.UnknownUser(request) : GateRulings.NotPermitted(request);
    }
}
