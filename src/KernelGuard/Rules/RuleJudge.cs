using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules.Transforms;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Settles what the roles, and the rules of one tool, say of one call. Transforms make it three passes: see <see cref="SettleAsync"/>.</summary>
/// <param name="call">The call as the host gave it, to be normalised again where transforms change it.</param>
/// <param name="plan">What concerns the tool.</param>
/// <param name="session">What earlier calls of the session left behind.</param>
/// <param name="parts">What judging needs of the guard.</param>
/// <param name="code">Asks rules in code; null where there are none for the tool.</param>
internal readonly struct RuleJudge(ToolCall call, ToolPlan plan, SessionFacts session, JudgingParts parts, CodeInquiry? code)
{
    /// <summary>Looks at a version of the call. Where its roles refuse it and nothing can change it, no rule is asked.</summary>
    private RuleLook Look(ToolCallRequest request)
    {
        var activation = new DecisionActivation(request, session, parts.Usage);
        activation.Gate = parts.Settings.Roles.Judge(request, activation);
        var isRefused = activation.Gate.Refusal is not null && parts.Settings.Mode == GuardMode.Enforce && !plan.HasTransforms;
        return RuleLook.Take(isRefused ? [] : plan.Rules, request, activation);
    }

    /// <summary>Looks at the call as it was sent, and asks the code of that phase.</summary>
    public ValueTask<RuleLook> LookAsSentAsync(ToolCallRequest request) => AskAsync(Look(request), RulePhase.AsSent);

    /// <summary>
    /// Decides: first the denies and the conditions of transforms, on the call as it was sent; then the transforms and the tool's schema; then
    /// everything on the changed call, with what is known of its resource. Only the last can permit.
    /// </summary>
    /// <param name="sent">The look at the call as it was sent.</param>
    /// <param name="observed">Whether what only observes counts too.</param>
    public ValueTask<Settlement> SettleAsync(RuleLook sent, bool observed)
    {
        if (!plan.HasTransforms
            || sent.Matching(Effect.Transform, observed).Where(rule => !rule.Transforms.IsEmpty).ToList() is not { Count: > 0 } transforms)
        {
            return SettleAsChangedAsync(sent, observed);
        }

        return RefusedAsSent(sent, observed) is { } refusal
            ? new(new Settlement(RulingOf(refusal, sent, observed), sent))
            : TransformAsync(transforms, sent, observed);
    }

    private async ValueTask<Settlement> TransformAsync(List<GuardRule> transforms, RuleLook sent, bool observed)
    {
        var (arguments, problem) = TransformRun.Apply(transforms, sent.Request, sent.Activation);
        if (problem is not null)
        {
            return new Settlement(Ruling.TransformFailed(problem.Code, problem.Message), sent.WithError(problem.Rule, problem.Cause ?? problem.Code));
        }

        // What a source of the host says is bounded in time by itself, and a cancelled call is judged like any other.
        var request = await parts.Completer.CompleteAsync(Changed(sent.Request, arguments), CancellationToken.None);
        if (request.Problem is not null)
        {
            return new Settlement(Ruling.TransformFailed(GuardCodes.TransformFailed, "What policy makes of this call does not fit the tool."), sent);
        }

        var look = Look(request);
        var settled = look.WithTransformsOf(sent);
        return IsStable(look, observed)
            ? await SettleAsChangedAsync(settled, observed)
            : new Settlement(Ruling.TransformFailed(GuardCodes.TransformFailed, "What policy makes of this call would be changed again."), settled);
    }

    private bool IsStable(RuleLook changed, bool observed)
    {
        if (Array.Exists(changed.View(observed), e =>
            e is { Rule.Effect: Effect.Transform, Outcome: RuleOutcome.Error } && (observed || e.Rule.Mode == GuardMode.Enforce)))
        {
            return false;
        }

        var again = changed.Matching(Effect.Transform, observed);
        var (arguments, problem) = TransformRun.Apply(again, changed.Request, changed.Activation);
        return problem is null && Changed(changed.Request, arguments).ArgumentsHash == changed.Request.ArgumentsHash;
    }

    private ToolCallRequest Changed(ToolCallRequest request, FrozenObject arguments) =>
        ReferenceEquals(arguments, request.Arguments)
            ? request
            : parts.Tools.Normalize(call.With(arguments, request), request.Caller, request.Id, request.Time);

    // Where the roles refuse, no code is asked either.
    private ValueTask<RuleLook> AskAsync(RuleLook look, RulePhase phase) =>
        code is null || (look.Activation.Gate.Refusal is not null && parts.Settings.Mode == GuardMode.Enforce) ? new(look) : code.AskAsync(look, phase);

    private ValueTask<Settlement> SettleAsChangedAsync(RuleLook look, bool observed) =>
        code is null ? new(Settle(look, observed)) : AskAndSettleAsync(look, observed);

    private async ValueTask<Settlement> AskAndSettleAsync(RuleLook look, bool observed) =>
        Settle(await AskAsync(look, RulePhase.AsChanged), observed);

    private Settlement Settle(RuleLook look, bool observed) =>
        look.Activation.Gate.Refusal is { } refusal && ModeFor(observed) == GuardMode.Enforce
            ? new Settlement(refusal, look)
            : new Settlement(RulingOf(look.Combine(observed), look, observed), look);

    private static CombinedVerdict? RefusedAsSent(RuleLook sent, bool observed)
    {
        // What a document says where none of its rules holds is asked of the call that would run: the permits that may hold are asked of that one too.
        RuleEvaluation[] relevant = [.. sent.View(observed).Select((e, i) =>
            e.Rule.Effect is Effect.Deny or Effect.Transform && !sent.Rules[i].IsDefault ? e : e with { Outcome = RuleOutcome.NotMatched })];
        var verdict = DecisionCombiner.Combine(relevant, observed);
        return verdict.Verdict is Verdict.Deny or Verdict.RuleError ? verdict : null;
    }

    private Ruling RulingOf(CombinedVerdict combined, RuleLook look, bool observed)
    {
        var rule = combined.Index < 0 ? null : look.Rules[combined.Index];
        return combined.Verdict == Verdict.Sandbox ? SandboxOf(look, observed) : Ruling.Of(combined.Verdict, rule, ModeFor(observed));
    }

    // Of several sandboxes one for which nothing stands in refuses, wherever it stands; else the first one answers.
    private Ruling SandboxOf(RuleLook look, bool observed)
    {
        var tools = parts.Tools;
        var rulings = look.Matching(Effect.Sandbox, observed).Select(rule => SubstituteFinder.Judge(rule, look.Request, tools)).ToList();
        return rulings.Find(ruling => ruling.Effect == Effect.Deny) is { Rule: not null } refusal ? refusal : rulings[0];
    }

    // What would have been is asked as if everything bound.
    private GuardMode ModeFor(bool observed) => observed ? GuardMode.Enforce : parts.Settings.Mode;
}
