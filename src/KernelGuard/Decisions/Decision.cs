using KernelGuard.Calls;

namespace KernelGuard.Decisions;

/// <summary>The verdict on one call, with everything that led to it. Immutable.</summary>
public sealed class Decision
{
    internal Decision(DecisionId id, Effect effect, DecisionStatus status, string policyDigest)
    {
        Id = id;
        Effect = effect;
        Status = status;
        PolicyDigest = policyDigest;
    }

    /// <summary>The decision's id, the same as the request's.</summary>
    public DecisionId Id { get; }

    /// <summary>What happens with the call.</summary>
    public Effect Effect { get; }

    /// <summary>Whether it may run, and if not, in which way it may not.</summary>
    public DecisionStatus Status { get; }

    /// <summary>The digest of the policy set that decided, as <c>sha256:</c> and hexadecimal digits; "" where no valid set was loaded.</summary>
    public string PolicyDigest { get; }

    /// <summary>The mode of the policy set.</summary>
    public GuardMode Mode { get; init; }

    /// <summary>The code of a refusal or of a pending approval: the rule's, or one of <see cref="GuardCodes"/>. Null when permitted.</summary>
    public string? Code { get; init; }

    /// <summary>The first rule, by policy id and document order, with the winning effect; null where the guard itself decided.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>Why, in words: the rule's reason, or the guard's. Null where the rule gives none.</summary>
    public string? Reason { get; init; }

    /// <summary>What a model may read of a refusal.</summary>
    public Disclosure Disclose { get; init; }

    /// <summary>What the model should do next, if the rule says so.</summary>
    public string? NextStep { get; init; }

    /// <summary>Tools that the model may try instead.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>
    /// What arguments would have to be for the call to pass the rule that refused it, or one that would permit it: all of them, with the other
    /// arguments as they are. Empty where nothing is known to help, or the rule does not disclose it.
    /// </summary>
    public IReadOnlyList<ArgumentBounds> Allowed { get; init; } = [];

    /// <summary>What has to be agreed to before the call runs; empty unless <see cref="Effect"/> is <see cref="Effect.RequireApproval"/>.</summary>
    public IReadOnlyList<ApprovalRequirement> Approvals { get; init; } = [];

    /// <summary>The roles of the agent that cover the tool, in the order of their ids; empty where the set has no roles, or the call was refused before.</summary>
    public IReadOnlyList<RoleEvaluation> Roles { get; init; } = [];

    /// <summary>Every rule that concerned the call, by policy id and document order.</summary>
    public IReadOnlyList<RuleEvaluation> Evaluations { get; init; } = [];

    /// <summary>The values of the <c>vars</c> that conditions read, by <c>policy.name</c>, as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>The counters and throttles that were read, in the order of reading.</summary>
    public IReadOnlyList<UsageReading> Usage { get; init; } = [];

    /// <summary>What stands in for the tool; null unless <see cref="Effect"/> is <see cref="Effect.Sandbox"/>.</summary>
    public Substitute? Substitute { get; init; }

    /// <summary>Places of the result that are replaced before anybody gets it, such as <c>result.customer.iban</c>.</summary>
    public IReadOnlyList<ResultRedaction> ResultRedactions { get; init; } = [];

    /// <summary>When a throttled call may pass, counted from the time of the call; null where waiting does not help, or it is not throttled.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What would have been decided without observe mode, where that differs or the whole set is observed; else null.</summary>
    public ObservedDecision? Observed { get; init; }

    /// <summary>What the tool would get; null where the call does not run.</summary>
    public FrozenObject? EffectiveArguments { get; init; }

    /// <summary>1 for a first call; one more for each earlier identical call of the session that was refused.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether the policy set says that calls run even when their decision cannot be recorded (<c>on_evidence_failure: allow</c>).</summary>
    public bool RunsWithoutEvidence { get; init; }

    /// <summary>How many calls of the session were refused since one was permitted, this one excluded.</summary>
    public int RefusalsInARow { get; init; }

    /// <summary>Whether no other arguments could have changed a refusal: the tool is unknown, or no condition that matters depends on the call.</summary>
    public bool IsUnconditional { get; init; }
}
