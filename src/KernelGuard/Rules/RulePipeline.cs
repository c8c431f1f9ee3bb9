using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules.Meters;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Judges one request by the roles and rules of one policy set. Thread-safe; never throws for what a rule does.</summary>
/// <remarks>
/// Checks run in the order tool, arguments, caller, agent, role, rules. All rules that concern the tool are evaluated, so that evidence has all of
/// them. What a permitted call uses up is reserved in the same turn in which it was judged, so that of parallel calls no more pass than a limit lets.
/// </remarks>
internal sealed class RulePipeline(ToolIndex index, JudgingParts parts, CallHistory history)
{
    private readonly PipelineSettings _settings = parts.Settings;

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="call">The call that it was made of.</param>
    /// <param name="reserves">Whether what a permitted call uses up is reserved; if not, nothing is left behind.</param>
    public ValueTask<PipelineResult> DecideAsync(ToolCallRequest request, ToolCall call, bool reserves)
    {
        var plan = index.PlanFor(request.Tool.Name);
        return plan.Meters.IsEmpty ? DecideAsync(request, call, plan, reserves, InquiryFor(plan, request)) : DecideInTurnAsync(request, call, plan, reserves);
    }

    /// <summary>Whether this caller could be permitted any call of the tool. Conditions are evaluated where they read nothing but the caller and the tool.</summary>
    public bool CouldPermit(ToolCallRequest request)
    {
        if (_settings.Mode == GuardMode.Observe)
        {
            return true;
        }

        var activation = new DecisionActivation(request, history.Read(request, _settings.Labels), parts.Usage);
        var couldPermit = false;
        foreach (var rule in index.PlanFor(request.Tool.Name).Rules.Where(IsOneToCount))
        {
            var outcome = rule.DependsOnCallerOnly ? rule.Evaluate(activation).Outcome : (RuleOutcome?)null;
            if (rule.Reference.Effect == Effect.Deny && outcome is RuleOutcome.Matched or RuleOutcome.Error)
            {
                return false;
            }

            couldPermit |= rule.Reference.Effect != Effect.Deny && outcome is null or RuleOutcome.Matched;
        }

        return couldPermit && _settings.Roles.CouldCover(request);

        // A deny that an earlier rule of its document may keep from speaking forbids nothing for sure.
        static bool IsOneToCount(GuardRule rule) =>
            rule.Reference is { Mode: GuardMode.Enforce, Effect: var effect }
            && !effect.IsModifier()
            && !(effect == Effect.Deny && (rule.IsDefault || rule.Scope.IsFirstMatch));
    }

    /// <summary>Takes note of a call that is decided on without judging it, so that what its session has lost is not forgotten.</summary>
    public void Meet(ToolCallRequest request) => history.Meet(request, _settings.Labels);

    private async ValueTask<PipelineResult> DecideInTurnAsync(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves)
    {
        // Code is asked before, since other calls must not wait behind it; what it said is remembered.
        var code = InquiryFor(plan, request);
        if (code is not null && _settings.Mode.ProblemOf(request) is null)
        {
            var judge = new RuleJudge(call, plan, code.Session, parts, code);
            await judge.SettleAsync(await judge.LookAsSentAsync(request), observed: _settings.Mode == GuardMode.Observe);
        }

        using var turn = await parts.Usage.EnterAsync(plan.Meters);
        return await DecideAsync(request, call, plan, reserves, code);
    }

    private CodeInquiry? InquiryFor(ToolPlan plan, ToolCallRequest request) =>
        plan.HasCode ? new CodeInquiry(history.Read(request, _settings.Labels), parts.Code) : null;

    private async ValueTask<PipelineResult> DecideAsync(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves, CodeInquiry? code)
    {
        var session = reserves ? history.Meet(request, _settings.Labels) : history.Read(request, _settings.Labels);
        if (_settings.Mode.ProblemOf(request) is { } problem)
        {
            var unjudged = RuleLook.Take([], request, new DecisionActivation(request, session, parts.Usage));
            CountRefusal(unjudged, plan, reserves);
            return new(Write(new Settlement(Ruling.Of(problem), unjudged), session, null, CannotBeMended(problem.Kind), []), null);
        }

        var judge = new RuleJudge(call, plan, session, parts, code);
        var sent = await judge.LookAsSentAsync(request);
        var settled = await CompleteAsync(await judge.SettleAsync(sent, observed: false), observed: false, session, code);
        var reservation = default(UsageReservation);
        if (!plan.Meters.IsEmpty && UsesUp(settled.Ruling))
        {
            (settled, reservation) = Reserve(settled, plan, reserves);
        }

        if (!plan.Counters.IsEmpty && settled.Ruling.Effect == Effect.Deny)
        {
            CountRefusal(settled.Look, plan, reserves);
        }

        var observed = plan.MayObserve || _settings.Mode == GuardMode.Observe ? await ObserveAsync(request, settled.Ruling, sent, judge, session, code) : null;
        _settings.Watch?.Invoke(sent, settled.Look);
        var changes = settled.Ruling.Status == DecisionStatus.Permitted ? null : ChangesOf(settled.Look, call, session);
        var isUnconditional = changes is not null && IsUnconditional(settled, plan, changes);
        return new(Write(settled, session, observed, isUnconditional, AllowedFor(settled, request, changes)), reservation);
    }

    private static bool CannotBeMended(CallProblemKind kind) => kind is CallProblemKind.UnknownTool or CallProblemKind.AmbiguousTool
        or CallProblemKind.UnknownAgent or CallProblemKind.AgentConflict or CallProblemKind.AgentsUnavailable;

    private static bool IsUnconditional(Settlement settled, ToolPlan plan, ChangeFinder changes) => settled.Ruling switch
    {
        var ruling when ruling == settled.Look.Activation.Gate.Refusal => ruling.Code is not (GuardCodes.OutOfScope or GuardCodes.RuleError),
        { Rule: not null } or { Code: GuardCodes.NoRule } => !changes.CouldChange(settled.Ruling),
        _ => plan.Rules.Length == 0,
    };

    // What rules permit can still wait, or fail, for the tool's own mark, for what the host did not say, or for the substitute's own denies.
    private async ValueTask<Settlement> CompleteAsync(Settlement settled, bool observed, SessionFacts session, CodeInquiry? code)
    {
        var (ruling, look) = settled;
        var binds = observed || _settings.Mode == GuardMode.Enforce;
        if (look.Request.NeedsApproval && binds && ruling is { Status: DecisionStatus.Permitted, Effect: not Effect.Sandbox })
        {
            ruling = Ruling.Marked;
        }

        if (ruling.Effect == Effect.RequireApproval && !_settings.AllowUnbound && look.Request.Caller is { Session: null, User: null })
        {
            ruling = Ruling.NoCaller;
        }

        if (ruling.Effect == Effect.RequireApproval && look.Request.Arguments.HoldsOpaque)
        {
            ruling = Ruling.NotApprovable;
        }

        return settled with { Ruling = (ruling.Effect == Effect.Sandbox ? await DenyOfSubstitutesAsync(look, observed, session, code) : null) ?? ruling };
    }

    // Of several sandboxes every substitute has to be free of denies, so that their order does not matter.
    private async ValueTask<Ruling?> DenyOfSubstitutesAsync(RuleLook look, bool observed, SessionFacts session, CodeInquiry? code)
    {
        var strongest = (Verdict: Verdict.None, Rule: default(GuardRule));
        foreach (var substitute in look.Matching(Effect.Sandbox, observed).Select(rule => rule.Substitute?.Tool).OfType<string>().Distinct())
        {
            var denies = index.PlanFor(substitute).Rules.Where(rule => rule.Reference.Effect == Effect.Deny && !rule.IsDefault).ToArray();
            var stood = look.Request.To(parts.Tools.Find(substitute)?.Facts ?? new ToolFacts(substitute));
            var judged = RuleLook.Take(denies, stood, new DecisionActivation(stood, session, parts.Usage));
            if (Array.Exists(denies, rule => rule.InCode is not null))
            {
                code ??= new CodeInquiry(session, parts.Code);
                judged = await code.AskAsync(await code.AskAsync(judged, RulePhase.AsSent), RulePhase.AsChanged);
            }

            var (verdict, at) = judged.Combine(observed);
            strongest = verdict > strongest.Verdict ? (verdict, judged.Rules[at]) : strongest;
        }

        return strongest.Verdict == Verdict.None ? null : Ruling.Of(strongest.Verdict, strongest.Rule, _settings.Mode);
    }

    private static bool UsesUp(Ruling ruling) =>
        ruling is { Status: DecisionStatus.Permitted, Effect: not Effect.Sandbox } or { Status: DecisionStatus.ApprovalPending };

    private (Settlement Settled, UsageReservation? Reservation) Reserve(Settlement settled, ToolPlan plan, bool reserves)
    {
        var activation = settled.Look.Activation;
        var charges = activation.Charges;
        foreach (var (scope, counter) in plan.Counters.Where(entry => entry.Counter.Meter.Counts != CountedCalls.Refused))
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

        var reservation = parts.Usage.Reserve(charges, settled.Look.Request.Time);
        return reservation is null ? (settled with { Ruling = Ruling.StateUnavailable }, null) : (settled, reservation);
    }

    // What cannot be counted of a call that does not run anyway is left out.
    private void CountRefusal(RuleLook look, ToolPlan plan, bool reserves)
    {
        foreach (var (scope, counter) in plan.Counters.Where(entry => reserves && entry.Counter.Meter.Counts == CountedCalls.Refused))
        {
            look.Activation.Enter(scope);
            if (counter.Meter.ChargeFor(look.Activation) is ({ } charge, null))
            {
                parts.Usage.Reserve([charge], look.Request.Time);
            }
        }
    }

    /// <summary>What would bind if every rule did: said wherever the set is observed, and where an observed rule makes a difference.</summary>
    private async ValueTask<ObservedDecision?> ObserveAsync(ToolCallRequest request, Ruling ruling, RuleLook sent, RuleJudge judge, SessionFacts session, CodeInquiry? code)
    {
        var full = request.Problem is { } problem
            ? Ruling.Of(problem)
            : (await CompleteAsync(await judge.SettleAsync(sent, observed: true), observed: true, session, code)).Ruling;
        return _settings.Mode == GuardMode.Enforce && (full.Rule, full.Effect, full.Code) == (ruling.Rule, ruling.Effect, ruling.Code)
            ? null
            : new ObservedDecision(full.Effect, full.Code, full.Rule?.Reference);
    }

    private ChangeFinder ChangesOf(RuleLook look, ToolCall call, SessionFacts session) =>
        new(look, new DecisionActivation(look.Request, session, parts.Usage), new ChangeProbe(call, look.Request, parts.Tools));

    // Bounds of a call that policy changed are none of the call that was sent.
    private static IReadOnlyList<ArgumentBounds> AllowedFor(Settlement settled, ToolCallRequest request, ChangeFinder? changes) =>
        changes is not null && settled.Ruling.Status == DecisionStatus.Denied && ReferenceEquals(settled.Look.Request, request)
            ? changes.Find(settled.Ruling)
            : [];

    private Decision Write(
        Settlement settled, SessionFacts session, ObservedDecision? observed, bool isUnconditional, IReadOnlyList<ArgumentBounds> allowed)
    {
        var (ruling, look) = settled;
        var (rule, activation) = (ruling.Rule, look.Activation);
        return new Decision(look.Request.Id, ruling.Effect, ruling.Status, _settings.PolicyDigest)
        {
            Mode = _settings.Mode,
            Code = ruling.Code,
            Rule = rule?.Reference,
            Reason = ruling.Reason ?? rule?.Explain(activation) ?? ruling.UsualReason,
            Disclose = rule?.Disclose ?? Disclosure.Full,
            NextStep = rule?.NextStep,
            Alternatives = rule is null ? [] : rule.Alternatives,
            Approvals = ruling.Effect == Effect.RequireApproval ? look.BindingApprovals() : [],
            Substitute = ruling.Effect == Effect.Sandbox ? rule!.Substitute : null,
            ResultRedactions = look.BindingRedactions(),
            Roles = activation.Gate.Roles,
            Evaluations = look.Evaluations,
            Variables = activation.Readings(),
            Usage = activation.Usage,
            Observed = observed,
            EffectiveArguments = ruling.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending ? look.Request.Arguments : null,
            Attempt = session.Attempts + 1,
            RefusalsInARow = session.RefusalsInARow,
            RetryAfter = ruling.Status == DecisionStatus.Throttled ? rule!.Throttle!.RetryAfter(activation) : null,
            MaxWait = rule?.Throttle?.MaxWait ?? default,
            RunsWithoutEvidence = _settings.RunsWithoutEvidence,
            IsUnconditional = isUnconditional,
            Allowed = allowed,
        };
    }
}
