using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What a rule in code declares, read once. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of what it does.</param>
/// <param name="Effect">What it does when it matches.</param>
internal sealed record CodeRule(IGuardRule Rule, string Id, string Version, Effect Effect)
{
    /// <summary>The policy id under which decisions name rules in code; documents cannot have it.</summary>
    public const string PolicyId = "code";

    public required ImmutableArray<ToolPattern> Tools { get; init; }

    public required ImmutableArray<string> Facts { get; init; }

    public string? Description { get; init; }

    public RulePhase Phase { get; init; }

    public GuardMode? Mode { get; init; }

    /// <summary>What it answers where it matches, if that is known before any call.</summary>
    public RuleAnswer? Known => (Rule as BuiltRule)?.Match;

    /// <summary>Whether it is known to match every call of its tools.</summary>
    public bool IsUnconditional => Rule is BuiltRule { IsUnconditional: true };

    /// <summary>The rule as the pipeline knows it.</summary>
    /// <param name="setMode">The mode where the rule gives none.</param>
    public GuardRule ToRule(GuardMode setMode) => new()
    {
        Reference = new RuleReference(PolicyId, Id, Effect, Mode ?? setMode),
        Tools = Tools,
        InCode = this,
    };

    /// <summary>The rule with what it says of one call.</summary>
    /// <param name="rule">What the pipeline knows it as.</param>
    /// <param name="answer">An answer without errors.</param>
    public GuardRule With(GuardRule rule, RuleAnswer answer) => new()
    {
        Reference = rule.Reference,
        Tools = Tools,
        InCode = this,
        Code = answer.Code,
        Reason = answer.Reason is { } reason ? new ReasonTemplate([AnswerBounds.Cut(reason)], []) : null,
        NextStep = answer.NextStep is { } step ? AnswerBounds.Cut(step) : null,
        Alternatives = [.. answer.Alternatives],
        Approval = Effect == Effect.RequireApproval ? (answer.Approval ?? new ApprovalRequirement(Rule: null)) with { Rule = rule.Reference } : null,
        Substitute = SubstituteOf(answer.Substitute),
    };

    /// <summary>What is wrong with an answer, or null.</summary>
    public string? ProblemOf(RuleAnswer? answer) => answer switch
    {
        null => "it gave no answer",
        { IsMatch: false } => null,
        { Code: not null } when Effect != Effect.Deny => "only a rule that denies gives a code",
        { Code: { } code } when !RuleNames.IsCode(code) => "its code is no code",
        { Code: { } code } when GuardCodes.All.Contains(code) => "its code belongs to the guard",
        { Reason: { } reason } when string.IsNullOrWhiteSpace(reason) => "its reason is empty",
        { Alternatives: var other } when AnswerBounds.ProblemOf(other) is { } problem => problem,
        { Approval: not null } when Effect != Effect.RequireApproval => "only a rule that requires approval says who approves",
        { Approval: { } approval } when AnswerBounds.ProblemOf(approval) is { } problem => problem,
        { Substitute: not null } when Effect != Effect.Sandbox => "only a rule that sandboxes gives a substitute",
        { Substitute: { } given } when (given.Tool is null ? 0 : 1) + (given.HasResult ? 1 : 0) + (given.From is null ? 0 : 1) > 1 =>
            "a substitute is a tool, a result, or where a result comes from",
        _ => null,
    };

    private static Substitute? SubstituteOf(Substitute? given)
    {
        if (given is not { HasResult: true })
        {
            return given;
        }

        try
        {
            var result = FrozenObject.FreezeValue(given.Result);
            return OpaqueValue.IsIn(result) ? throw new RuleValueException(AnswerBounds.NoJson) : given with { Result = result };
        }
        catch (ArgumentException)
        {
            throw new RuleValueException(AnswerBounds.NoJson);
        }
    }
}
