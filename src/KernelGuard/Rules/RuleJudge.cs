using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules.Transforms;
using KernelGuard.State;
using KernelGuard.Tools;

namespace KernelGuard.Rules;

/// <summary>Settles what the rules of one tool say of one call. Transforms make it three passes: see <see cref="Settle"/>.</summary>
/// <param name="call">The call as the host gave it, to be normalised again where transforms change it.</param>
/// <param name="plan">What concerns the tool.</param>
/// <param name="session">What earlier calls of the session left behind.</param>
/// <param name="tools">The tools.</param>
/// <param name="usage">What calls have used up.</param>
internal sealed class RuleJudge(ToolCall call, ToolPlan plan, SessionFacts session, ToolCatalogue tools, UsageStore usage)
{
    /// <summary>Evaluates all rules on a version of the call.</summary>
    public RuleLook Look(ToolCallRequest request) => RuleLook.Take(plan.Rules, request, session, usage);

    /// <summary>
    /// Decides: first the denies and the conditions of transforms, on the call as it was sent; then the transforms and the tool's schema; then
    /// everything on the changed call. Only the last can permit.
    /// </summary>
    /// <param name="sent">The look at the call as it was sent.</param>
    /// <param name="observed">Whether rules that only observe count too.</param>
    /// <param name="mode">The mode of the set.</param>
    public Settlement Settle(RuleLook sent, bool observed, GuardMode mode)
    {
        var transforms = plan.HasTransforms ? sent.Matching(Effect.Transform, observed).Where(rule => !rule.Transforms.IsEmpty).ToList() : [];
        if (transforms.Count == 0)
        {
            return new Settlement(RulingOf(sent.Combine(observed), sent, observed, mode), sent);
        }

        return RefusedAsSent(sent, observed) is { } refusal
            ? new Settlement(RulingOf(refusal, sent, observed, mode), sent)
            : Transform(transforms, sent, observed, mode);
    }

    private Settlement Transform(List<GuardRule> transforms, RuleLook sent, bool observed, GuardMode mode)
    {
        var (arguments, problem) = TransformRun.Apply(transforms, sent.Request, sent.Activation);
        if (problem is not null)
        {
            return new Settlement(Ruling.TransformFailed(problem.Code, problem.Message), sent.WithError(problem.Rule, problem.Cause ?? problem.Code));
        }

        var request = Changed(sent.Request, arguments);
        if (request.Problem is not null)
        {
            return new Settlement(Ruling.TransformFailed(GuardCodes.TransformFailed, "What policy makes of this call does not fit the tool."), sent);
        }

        var look = Look(request);
        var settled = look.WithTransformsOf(sent);
        return IsStable(look, observed)
            ? new Settlement(RulingOf(settled.Combine(observed), settled, observed, mode), settled)
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
        ReferenceEquals(arguments, request.Arguments) ? request : tools.Normalize(call.With(arguments), request.Caller, request.Id, request.Time);

    private static CombinedVerdict? RefusedAsSent(RuleLook sent, bool observed)
    {
        // What a document says where none of its rules holds is asked of the call that would run: the permits that may hold are asked of that one too.
        RuleEvaluation[] relevant = [.. sent.View(observed).Select((e, i) =>
            e.Rule.Effect is Effect.Deny or Effect.Transform && !sent.Rules[i].IsDefault ? e : e with { Outcome = RuleOutcome.NotMatched })];
        var verdict = DecisionCombiner.Combine(relevant, observed);
        return verdict.Verdict is Verdict.Deny or Verdict.RuleError ? verdict : null;
    }

    private static Ruling RulingOf(CombinedVerdict combined, RuleLook look, bool observed, GuardMode mode)
    {
        var rule = combined.Index < 0 ? null : look.Rules[combined.Index];
        if (combined.Verdict == Verdict.Sandbox)
        {
            // Of several sandboxes one without a substitute refuses, wherever it stands.
            rule = look.Matching(Effect.Sandbox, observed).FirstOrDefault(sandbox => sandbox.Substitute is null) ?? rule;
        }

        return Ruling.Of(combined.Verdict, rule, mode);
    }
}
