using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What a rule in code says of one call. Immutable: <c>RuleAnswer.Matched with { Reason = "…" }</c>.</summary>
public sealed record RuleAnswer
{
    private RuleAnswer(bool isMatch) => IsMatch = isMatch;

    /// <summary>The rule says nothing of this call.</summary>
    public static RuleAnswer NotMatched { get; } = new(isMatch: false);

    /// <summary>The rule's effect applies.</summary>
    public static RuleAnswer Matched { get; } = new(isMatch: true);

    /// <summary>Whether the rule's effect applies.</summary>
    public bool IsMatch { get; }

    /// <summary>The code of the refusal; null means <see cref="GuardCodes.PolicyDenied"/>. Only of rules that deny; the guard's own codes are errors.</summary>
    public string? Code { get; init; }

    /// <summary>Why, in words that a model may read; cut after 500 characters. Quote what came from a call with <see cref="RuleCall.Quote"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>What the model should do next, or null; cut after 500 characters.</summary>
    public string? NextStep { get; init; }

    /// <summary>Tools that the model may try instead: at most 20, each with at most 200 characters of why.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>What has to be agreed to; null means any one reviewer. Only of rules that require approval. Its rule is set by the guard.</summary>
    public ApprovalRequirement? Approval { get; init; }

    /// <summary>What stands in for the tool; null, or neither a tool nor a result, means that the call is refused. Only of rules that sandbox.</summary>
    public Substitute? Substitute { get; init; }
}
