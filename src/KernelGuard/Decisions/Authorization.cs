namespace KernelGuard.Decisions;

/// <summary>The answer to the question whether an agent may do something with a resource. Immutable.</summary>
public sealed class Authorization
{
    internal Authorization(Decision decision, string action, string? resource, bool isRecorded)
    {
        Decision = decision;
        Action = action;
        Resource = resource;
        var isPermitted = decision.Status == DecisionStatus.Permitted;
        IsPermitted = isPermitted && (isRecorded || decision.RunsWithoutEvidence);
        Code = IsPermitted ? null : isPermitted ? GuardCodes.EvidenceUnavailable : decision.Code;
    }

    /// <summary>Whether the call would run now, without asking anybody.</summary>
    public bool IsPermitted { get; }

    /// <summary>
    /// Why not: <c>unknown_agent</c>, <c>not_permitted</c> (no role has the action), <c>out_of_scope</c> (a role has it, and
    /// does not cover this call), <c>no_rule</c>, <c>approval_required</c>, or another code. Null where permitted.
    /// </summary>
    public string? Code { get; }

    /// <summary>Why not, in words, for people and, as far as the rule discloses it, for models; or null.</summary>
    public string? Reason => IsPermitted ? null : Decision.Reason;

    /// <summary>The action that was asked about: the tool.</summary>
    public string Action { get; }

    /// <summary>The id of the resource that was asked about, or null.</summary>
    public string? Resource { get; }

    /// <summary>The decision behind the answer.</summary>
    public Decision Decision { get; }

    /// <inheritdoc/>
    public override string ToString() => IsPermitted ? "Permitted" : $"Forbidden({Action}, {Resource ?? "-"}): {Code}";
}
