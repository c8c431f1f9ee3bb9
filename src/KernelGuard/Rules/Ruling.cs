using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What was decided and on whose word, before the rest of the decision is added.</summary>
/// <param name="Effect">What happens with the call.</param>
/// <param name="Status">Whether it may run.</param>
/// <param name="Code">The code; null when permitted.</param>
/// <param name="Rule">The rule that decided, or null where the guard did.</param>
/// <param name="Reason">The guard's reason; null where the rule's own counts.</param>
internal readonly record struct Ruling(Effect Effect, DecisionStatus Status, string? Code, GuardRule? Rule, string? Reason)
{
    private const string NoRuleReason = "No policy permits this call.";
    private const string ThrottledReason = "Too many calls of this kind were made: a limit is used up for now.";
    private const string CannotCountReason = "What this call uses up cannot be counted: a value that is counted is missing, negative or of the wrong type.";
    private const string StateUnavailableReason = "What this call uses up cannot be reserved at the moment.";
    private const string NotApprovableReason = "This call needs approval, and an argument is no JSON, so that nobody could be shown exactly this call.";
    private const string NoCallerReason = "This call needs approval, and the host did not say who is acting.";

    private const string MarkedReason = "A person has to agree to each call of this tool.";

    private const string RuleErrorReason =
        "This call could not be checked against policy: a value that the check needs is missing or of the wrong type.";

    /// <summary>Of a request that rules cannot judge.</summary>
    public static Ruling Of(CallProblem problem) =>
        new(Effect.Deny, DecisionStatus.Denied, GuardCodes.For(problem.Kind), null, Sentence(problem.Message));

    /// <summary>What stands in for the tool; set where the call is sandboxed.</summary>
    public Substitute? Substitute { get; private init; }

    /// <summary>Of what rules say together, where that is not to sandbox the call.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="rule">The rule that decided; null where none did.</param>
    /// <param name="mode">The mode of the set: an observed one lets run what no binding rule decides.</param>
    public static Ruling Of(Verdict verdict, GuardRule? rule, GuardMode mode) => verdict switch
    {
        Verdict.Deny => new(Effect.Deny, DecisionStatus.Denied, rule!.Code ?? GuardCodes.PolicyDenied, rule, null),
        Verdict.RuleError => new(Effect.Deny, DecisionStatus.GuardError, GuardCodes.RuleError, null, RuleErrorReason),
        Verdict.Throttled => new(Effect.Deny, DecisionStatus.Throttled, rule!.Code ?? GuardCodes.Throttled, rule, null),
        Verdict.RequireApproval => new(Effect.RequireApproval, DecisionStatus.ApprovalPending, GuardCodes.ApprovalRequired, rule, null),
        Verdict.LogOnly => new(Effect.LogOnly, DecisionStatus.Permitted, null, rule, null),
        Verdict.Allow => new(Effect.Allow, DecisionStatus.Permitted, null, rule, null),
        _ when mode == GuardMode.Observe => new(Effect.Allow, DecisionStatus.Permitted, null, null, null),
        _ => new(Effect.Deny, DecisionStatus.Denied, GuardCodes.NoRule, null, NoRuleReason),
    };

    /// <summary>Of a call that rules permit, of a tool that is marked as needing approval.</summary>
    public static Ruling Marked { get; } = new(Effect.RequireApproval, DecisionStatus.ApprovalPending, GuardCodes.ApprovalRequired, null, MarkedReason);

    private static string Sentence(string message) =>
        $"{char.ToUpperInvariant(message[0])}{message.AsSpan(1)}{(message.EndsWith('?') ? "" : ".")}";

    /// <summary>The guard's words where the rule has none of its own.</summary>
    public string? UsualReason => Status == DecisionStatus.Throttled ? ThrottledReason : null;

    /// <summary>Of a call that is simulated.</summary>
    public static Ruling Sandboxed(GuardRule rule, Substitute substitute) =>
        new(Effect.Sandbox, DecisionStatus.Permitted, null, rule, null) { Substitute = substitute };

    /// <summary>Of a call that may only be simulated, and cannot be.</summary>
    public static Ruling NoSubstitute(GuardRule rule, string reason) => new(Effect.Deny, DecisionStatus.Denied, GuardCodes.NoSubstitute, rule, reason);

    /// <summary>Of a call that transforms could not change into one that can be judged.</summary>
    public static Ruling TransformFailed(string code, string reason) => new(Effect.Deny, DecisionStatus.GuardError, code, null, reason);

    /// <summary>Of a call whose charge to a counter is not known.</summary>
    public static Ruling CannotCount { get; } = new(Effect.Deny, DecisionStatus.GuardError, GuardCodes.RuleError, null, CannotCountReason);

    /// <summary>Of a call for which there is no room in the store of counters.</summary>
    public static Ruling StateUnavailable { get; } =
        new(Effect.Deny, DecisionStatus.GuardError, GuardCodes.StateUnavailable, null, StateUnavailableReason);

    /// <summary>Of a call that needs approval although nobody is known to be bound to it.</summary>
    public static Ruling NoCaller { get; } = new(Effect.Deny, DecisionStatus.Denied, GuardCodes.NoCaller, null, NoCallerReason);

    /// <summary>Of a call that needs approval although what it would run with cannot be told from another call's.</summary>
    public static Ruling NotApprovable { get; } = new(Effect.Deny, DecisionStatus.Denied, GuardCodes.NotApprovable, null, NotApprovableReason);
}
