using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.State;
using KernelGuard.Tools;

namespace KernelGuard.Rules;

/// <summary>Judges one request by the rules of one policy set. Thread-safe; never throws for what a rule does.</summary>
/// <remarks>
/// Checks run in the order tool, arguments, caller, rules. All rules that concern the tool are evaluated, so that evidence has all of them. What a
/// permitted call uses up is reserved in the same turn in which it was judged, so that of parallel calls no more pass than a limit lets.
/// </remarks>
internal sealed class RulePipeline(ToolIndex index, PipelineSettings settings, ToolCatalogue tools, CallHistory history, UsageStore usage)
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="call">The call that it was made of.</param>
    /// <param name="reserves">Whether what a permitted call uses up is reserved; if not, nothing is left behind.</param>
    public ValueTask<PipelineResult> DecideAsync(ToolCallRequest request, ToolCall call, bool reserves)
    {
        var plan = index.PlanFor(request.Tool.Name);
        return plan.Meters.IsEmpty ? new(Decide(request, call, plan, reserves)) : DecideInTurnAsync(request, call, plan, reserves);
    }

    /// <summary>Whether this caller could be permitted any call of the tool. Conditions are evaluated where they read nothing but the caller and the tool.</summary>
    public bool CouldPermit(ToolCallRequest request)
    {
        var activation = new DecisionActivation(request, history.Read(request, settings.Labels), usage);
        var couldPermit = false;
        foreach (var rule in index.PlanFor(request.Tool.Name).Rules.Where(IsOneToCount))
        {
            var outcome = rule.DependsOnCallerOnly ? rule.Evaluate(activation).Outcome : (RuleOutcome?)null;
            if (rule.Reference.Effect == Effect.Deny && outcome is RuleOutcome.Matched or RuleOutcome.Error)
            {
                return settings.Mode == GuardMode.Observe;
            }

            couldPermit |= rule.Reference.Effect != Effect.Deny && outcome is null or RuleOutcome.Matched;
        }

        return couldPermit || settings.Mode == GuardMode.Observe;

        // A deny that an earlier rule of its document may keep from speaking forbids nothing for sure.
        static bool IsOneToCount(GuardRule rule) =>
            rule.Reference is { Mode: GuardMode.Enforce, Effect: var effect }
            && !effect.IsModifier()
            && !(effect == Effect.Deny && (rule.IsDefault || rule.Scope.IsFirstMatch));
    }

    private async ValueTask<PipelineResult> DecideInTurnAsync(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves)
    {
        using var turn = await usage.EnterAsync(plan.Meters);
        return Decide(request, call, plan, reserves);
    }

    private PipelineResult Decide(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves)
    {
        var session = history.Read(request, settings.Labels);
        var judge = new RuleJudge(call, plan, session, tools, usage);
        if ((settings.Mode == GuardMode.Enforce ? request.Problem : request.Unreadable) is { } problem)
        {
            var unconditional = problem.Kind is CallProblemKind.UnknownTool or CallProblemKind.AmbiguousTool;
            var empty = RuleLook.Take([], request, session, usage);
            return new(Write(new Settlement(Ruling.Of(problem), empty), session, null, unconditional), null);
        }

        var sent = judge.Look(request);
        var settled = Complete(judge.Settle(sent, observed: false, settings.Mode), observed: false, session);
        var observed = Observe(request, settled.Ruling, sent, judge, session);
        var reservation = default(UsageReservation);
        if (UsesUp(settled.Ruling))
        {
            (settled, reservation) = Reserve(settled, plan, reserves);
        }

        var unconditionalRule = settled.Ruling.Rule is { } rule ? rule.Condition is null : plan.Rules.Length == 0;
        var decision = Write(settled, session, observed, unconditionalRule);
        settings.Watch?.Invoke(sent, settled.Look);
        return new(decision, reservation);
    }

    // What rules permit can still fail for what the host did not say, or for the substitute's own denies.
    private Settlement Complete(Settlement settled, bool observed, SessionFacts session)
    {
        var (ruling, look) = settled;
        if (ruling.Effect == Effect.RequireApproval && !settings.AllowUnbound && look.Request.Caller is { Session: null, User: null })
        {
            return settled with { Ruling = Ruling.NoCaller };
        }

        return ruling.Effect == Effect.Sandbox && DenyOfSubstitutes(look, observed, session) is { } deny ? settled with { Ruling = deny } : settled;
    }

    // Of several sandboxes every substitute has to be free of denies, so that their order does not matter.
    private Ruling? DenyOfSubstitutes(RuleLook look, bool observed, SessionFacts session)
    {
        var strongest = (Verdict: Verdict.None, Rule: default(GuardRule));
        foreach (var substitute in look.Matching(Effect.Sandbox, observed).Select(rule => rule.Substitute?.Tool).OfType<string>().Distinct())
        {
            var denies = index.PlanFor(substitute).Rules.Where(rule => rule.Reference.Effect == Effect.Deny && !rule.IsDefault).ToArray();
            var facts = tools.Find(substitute)?.Facts ?? new ToolFacts(substitute);
            var (verdict, at) = RuleLook.Take(denies, look.Request.To(facts), session, usage).Combine(observed);
            strongest = verdict > strongest.Verdict ? (verdict, denies[at]) : strongest;
        }

        return strongest.Verdict == Verdict.None ? null : Ruling.Of(strongest.Verdict, strongest.Rule, settings.Mode);
    }

    private static bool UsesUp(Ruling ruling) =>
        ruling is { Status: DecisionStatus.Permitted, Effect: not Effect.Sandbox } or { Status: DecisionStatus.ApprovalPending };

    private (Settlement Settled, UsageReservation? Reservation) Reserve(Settlement settled, ToolPlan plan, bool reserves)
    {
        var activation = settled.Look.Activation;
        var charges = activation.Charges;
        foreach (var (scope, counter) in plan.Counters)
        {
            activation.Enter(scope);
            var (charge, error) = counter.Meter.ChargeFor(activation);
            if (error is null)
            {
                charges.Add(charge);
            }
            else if (counter.Mode == GuardMode.Enforce)
            {
                return (settled with { Ruling = Ruling.CannotCount }, null);
            }
        }

        if (!reserves || charges.Count == 0)
        {
            return (settled, null);
        }

        var reservation = usage.Reserve(charges, settled.Look.Request.Time);
        return reservation is null ? (settled with { Ruling = Ruling.StateUnavailable }, null) : (settled, reservation);
    }

    /// <summary>What would bind if every rule did: said wherever the set is observed, and where an observed rule makes a difference.</summary>
    private ObservedDecision? Observe(ToolCallRequest request, Ruling ruling, RuleLook sent, RuleJudge judge, SessionFacts session)
    {
        // A sandbox brings in the rules of its substitute.
        if (settings.Mode == GuardMode.Enforce && !Array.Exists(sent.Evaluations, e => e.Rule is { Mode: GuardMode.Observe } or { Effect: Effect.Sandbox }))
        {
            return null;
        }

        var full = request.Problem is { } problem ? Ruling.Of(problem) : Complete(judge.Settle(sent, observed: true, GuardMode.Enforce), observed: true, session).Ruling;
        return settings.Mode == GuardMode.Enforce && (full.Rule, full.Effect, full.Code) == (ruling.Rule, ruling.Effect, ruling.Code)
            ? null
            : new ObservedDecision(full.Effect, full.Code, full.Rule?.Reference);
    }

    private Decision Write(Settlement settled, SessionFacts session, ObservedDecision? observed, bool isUnconditional)
    {
        var (ruling, look) = settled;
        var (rule, activation) = (ruling.Rule, look.Activation);
        return new Decision(look.Request.Id, ruling.Effect, ruling.Status, settings.PolicyDigest)
        {
            Mode = settings.Mode,
            Code = ruling.Code,
            Rule = rule?.Reference,
            Reason = ruling.Reason ?? rule?.Explain(activation) ?? ruling.UsualReason,
            Disclose = rule?.Disclose ?? Disclosure.Full,
            NextStep = rule?.NextStep,
            Alternatives = rule is null ? [] : rule.Alternatives,
            Approvals = ruling.Effect == Effect.RequireApproval ? look.BindingApprovals() : [],
            Substitute = ruling.Effect == Effect.Sandbox ? rule!.Substitute : null,
            ResultRedactions = look.BindingRedactions(),
            Evaluations = look.Evaluations,
            Variables = activation.Readings(),
            Usage = activation.Usage,
            Observed = observed,
            EffectiveArguments = ruling.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending ? look.Request.Arguments : null,
            Attempt = session.Attempts + 1,
            RefusalsInARow = session.RefusalsInARow,
            RetryAfter = ruling.Status == DecisionStatus.Throttled ? rule!.Throttle!.RetryAfter(activation) : null,
            MaxWait = rule?.Throttle?.MaxWait ?? default,
            RunsWithoutEvidence = settings.RunsWithoutEvidence,
            IsUnconditional = isUnconditional,
        };
    }
}
