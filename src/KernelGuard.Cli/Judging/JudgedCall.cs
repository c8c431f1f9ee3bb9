using KernelGuard.Calls;
using KernelGuard.Cli.CallLines;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;

namespace KernelGuard.Cli.Judging;

/// <summary>A call and what the guard said of it.</summary>
/// <param name="Line">The call.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Refusal">What the model is told; null where the call ran.</param>
internal sealed record JudgedCall(CallLine Line, Decision Decision, ToolCallRefusal? Refusal)
{
    /// <summary>Whether the refusal came after the decision: too many tickets, an approval that expired, evidence that could not be written.</summary>
    public bool IsOverruled => Refusal is { } refusal && refusal.Code != Decision.Code;

    /// <summary>What policy says of the call. A call that needs approval still does where no ticket could be had; any other that was refused later is denied.</summary>
    public Effect Effect => IsOverruled && !NeedsApproval ? Effect.Deny : Decision.Effect;

    /// <summary>An expired approval counts as denied: nobody answers while recorded calls are judged.</summary>
    public DecisionStatus Status => Refusal?.Status switch
    {
        null => DecisionStatus.Permitted,
        DecisionStatus.ApprovalExpired or DecisionStatus.ApprovalRejected => DecisionStatus.Denied,
        { } status => status,
    };

    /// <summary>The code of a refusal or of a pending approval; null when permitted.</summary>
    public string? Code => Refusal?.Code;

    /// <summary>The rule that decided, or null where the guard did.</summary>
    public RuleReference? Rule => IsOverruled && !NeedsApproval ? null : Decision.Rule;

    /// <summary>Why, in words: the rule's reason; where a refusal has none, what the model is told.</summary>
    public string? Reason => IsOverruled ? Refusal!.Message : Decision.Reason ?? Refusal?.Message;

    /// <summary>What would run; null if nothing.</summary>
    public FrozenObject? EffectiveArguments => IsOverruled ? null : Decision.EffectiveArguments;

    private bool NeedsApproval => Decision.Effect == Effect.RequireApproval;
}
