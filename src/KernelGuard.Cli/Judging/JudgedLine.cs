using KernelGuard.Calls;
using KernelGuard.Cli.CallLines;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;

namespace KernelGuard.Cli.Judging;

/// <summary>A call and what the guard said of it.</summary>
/// <param name="Line">The call.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Refusal">What the model is told; null where the call ran.</param>
/// <remarks>
/// What policy says is printed, not what became of a ticket: nobody answers while recorded calls are judged, so that a ticket which expired, or one
/// too many, would say something of the recording and nothing of the policy.
/// </remarks>
internal sealed record JudgedLine(CallLine Line, Decision Decision, ToolCallRefusal? Refusal)
{
    /// <summary>What the caller gets of the tool, or of what stands in for it; null where the call did not run.</summary>
    public object? Result { get; init; }

    private bool IsUnrecorded => Refusal?.Code == GuardCodes.EvidenceUnavailable;

    /// <summary>What happens with the call.</summary>
    public Effect Effect => IsUnrecorded ? Effect.Deny : Decision.Effect;

    /// <summary>Whether it may run.</summary>
    public DecisionStatus Status => IsUnrecorded ? DecisionStatus.GuardError : Decision.Status;

    /// <summary>The code of a refusal or of a pending approval; null when permitted.</summary>
    public string? Code => IsUnrecorded ? Refusal!.Code : Decision.Code;

    /// <summary>The rule that decided, or null where the guard did.</summary>
    public RuleReference? Rule => IsUnrecorded ? null : Decision.Rule;

    /// <summary>Why, in words: the rule's reason; where a refusal has none, what the model is told.</summary>
    public string? Reason => IsUnrecorded ? Refusal!.Message : Decision.Reason ?? (Decision.Status == DecisionStatus.Permitted ? null : Refusal?.Message);

    /// <summary>When a throttled call may pass; null where time changes nothing.</summary>
    public TimeSpan? RetryAfter => IsUnrecorded ? null : Decision.RetryAfter;

    /// <summary>What would run; null if nothing.</summary>
    public FrozenObject? EffectiveArguments => IsUnrecorded ? null : Decision.EffectiveArguments;
}
