using System.Collections.Frozen;
using KernelGuard.Calls;

namespace KernelGuard.Decisions;

/// <summary>The codes of the guard's own refusals. Documented in docs/diagnostics.md; never reused for anything else.</summary>
public static class GuardCodes
{
    /// <summary>Somebody has halted all calls.</summary>
    public const string Halted = "halted";

    /// <summary>No rule permits the call.</summary>
    public const string NoRule = "no_rule";

    /// <summary>The agent has a role that the policy set does not define.</summary>
    public const string UnknownRole = "unknown_role";

    /// <summary>A role of the agent asks for the user to hold it too, and nobody says which user, or which roles the user has.</summary>
    public const string UnknownUser = "unknown_user";

    /// <summary>No role of the agent covers the tool.</summary>
    public const string NotPermitted = "not_permitted";

    /// <summary>A role of the agent covers the tool, and none covers it for this resource.</summary>
    public const string OutOfScope = "out_of_scope";

    /// <summary>A deny rule that gives no code of its own.</summary>
    public const string PolicyDenied = "policy_denied";

    /// <summary>A restricting rule could not be evaluated.</summary>
    public const string RuleError = "rule_error";

    /// <summary>A throttle that gives no code of its own is used up.</summary>
    public const string Throttled = "throttled";

    /// <summary>Two transforms would write the same place.</summary>
    public const string TransformConflict = "transform_conflict";

    /// <summary>A transform could not be applied, gives arguments that the tool does not take, or would change them again.</summary>
    public const string TransformFailed = "transform_failed";

    /// <summary>A transform concerns a tool whose calls may not be changed.</summary>
    public const string NotModifiable = "not_modifiable";

    /// <summary>A sandboxed call has no substitute.</summary>
    public const string NoSubstitute = "no_substitute";

    /// <summary>The result has to be redacted and cannot be; the tool ran.</summary>
    public const string ResultWithheld = "result_withheld";

    /// <summary>What the call uses up could not be reserved.</summary>
    public const string StateUnavailable = "state_unavailable";

    /// <summary>The call waits for a person.</summary>
    public const string ApprovalRequired = "approval_required";

    /// <summary>A person refused the call.</summary>
    public const string ApprovalRejected = "approval_rejected";

    /// <summary>Nobody answered in time, or the approval was not used in time.</summary>
    public const string ApprovalExpired = "approval_expired";

    /// <summary>The ticket that the call names is another call's, or is used up.</summary>
    public const string ApprovalMismatch = "approval_mismatch";

    /// <summary>The session has too many open tickets.</summary>
    public const string TooManyPending = "too_many_pending";

    /// <summary>An approval is needed and neither session nor user is known.</summary>
    public const string NoCaller = "no_caller";

    /// <summary>An approval is needed, and an argument is no JSON: nobody could be shown, or agree to, exactly this call.</summary>
    public const string NotApprovable = "not_approvable";

    /// <summary>The decision could not be recorded durably.</summary>
    public const string EvidenceUnavailable = "evidence_unavailable";

    /// <summary>Something inside the guard failed.</summary>
    public const string GuardFailure = "guard_failure";

    /// <summary>All codes. Rules cannot use one of them as their own.</summary>
    public static IReadOnlySet<string> All { get; } = Enum.GetValues<CallProblemKind>().Select(For).Concat(
    [
        Halted,
        UnknownRole,
        UnknownUser,
        NotPermitted,
        OutOfScope,
        NoRule,
        PolicyDenied,
        RuleError,
        Throttled,
        TransformConflict,
        TransformFailed,
        NotModifiable,
        NoSubstitute,
        ResultWithheld,
        StateUnavailable,
        ApprovalRequired,
        ApprovalRejected,
        ApprovalExpired,
        ApprovalMismatch,
        TooManyPending,
        NoCaller,
        NotApprovable,
        EvidenceUnavailable,
        GuardFailure,
    ]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The code for a problem with the call itself.</summary>
    /// <param name="kind">The problem.</param>
    public static string For(CallProblemKind kind) => kind switch
    {
        CallProblemKind.UnknownTool => "unknown_tool",
        CallProblemKind.AmbiguousTool => "ambiguous_tool",
        CallProblemKind.WrongSource => "wrong_source",
        CallProblemKind.MalformedArguments => "malformed_arguments",
        CallProblemKind.DuplicateKey => "duplicate_key",
        CallProblemKind.AmbiguousArgument => "ambiguous_argument",
        CallProblemKind.InvalidText => "invalid_text",
        CallProblemKind.InvalidNumber => "invalid_number",
        CallProblemKind.NumberOutOfRange => "number_out_of_range",
        CallProblemKind.TooDeep => "arguments_too_deep",
        CallProblemKind.TooLarge => "arguments_too_large",
        CallProblemKind.CyclicArguments => "cyclic_arguments",
        CallProblemKind.UnknownArgument => "unknown_argument",
        CallProblemKind.MissingArgument => "missing_argument",
        CallProblemKind.InvalidArgument => "invalid_argument",
        CallProblemKind.ScopeEnded => "scope_ended",
        CallProblemKind.UnknownAgent => "unknown_agent",
        CallProblemKind.AgentConflict => "agent_conflict",
        CallProblemKind.AgentsUnavailable => "agents_unavailable",
        CallProblemKind.ResourceConflict => "resource_conflict",
        _ => GuardFailure,
    };
}
