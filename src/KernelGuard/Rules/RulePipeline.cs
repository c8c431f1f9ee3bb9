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
    /// <param name="waited">How long the call has waited for room already; null where it does not wait.</param>
    /// <param name="cancellationToken">Ends waiting, for rules in code and for other calls. It skips no check.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing is reserved.</exception>
    public ValueTask<PipelineResult> DecideAsync(ToolCallRequest request, ToolCall call, bool reserves, TimeSpan? waited, CancellationToken cancellationToken)
    {
        var plan = index.PlanFor(request.Tool.Name);
        var code = InquiryFor(plan, request, cancellationToken);
        return plan.Meters.IsEmpty
            ? DecideAsync(request, call, plan, reserves, code, waited)
            : DecideInTurnAsync(request, call, plan, reserves, code, waited, cancellationToken);
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

    private async ValueTask<PipelineResult> DecideInTurnAsync(
        ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves, CodeInquiry? code, TimeSpan? waited, CancellationToken cancellationToken)
    {
        // Code is asked before, since other calls must not wait behind it; what it said is remembered.
        if (code is not null && _settings.Mode.ProblemOf(request) is null)
        {
            var judge = new RuleJudge(call, plan, code.Session, parts, code);
            var observed = _settings.Mode == GuardMode.Observe;
            await CompleteAsync(await judge.SettleAsync(await judge.LookAsSentAsync(request), observed), observed, code.Session, code);
        }

        using var turn = await parts.Usage.EnterAsync(plan.Meters, cancellationToken);
        return await DecideAsync(request, call, plan, reserves, code, waited);
    }

    private CodeInquiry? InquiryFor(ToolPlan plan, ToolCallRequest request, CancellationToken cancellationToken) =>
        plan.HasCode ? new CodeInquiry(history.Read(request, _settings.Labels), parts.Code, cancellationToken) : null;

    private async ValueTask<PipelineResult> DecideAsync(
        ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves, CodeInquiry? code, TimeSpan? waited)
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

        // Before anything is reserved: what rules say is compared, not whether it can be counted.
        var observed = plan.MayObserve || _settings.Mode == GuardMode.Observe ? await ObserveAsync(request, settled.Ruling, sent, judge, session, code) : null;
        var reservation = default(UsageReservation);
        if (!plan.Meters.IsEmpty && settled.Ruling.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending)
        {
            (settled, reservation) = Reserve(settled, plan, reserves);
        }

        try
        {
            var wait = WaitOf(settled, waited);
            if (wait is null && !plan.Counters.IsEmpty && settled.Ruling.Effect == Effect.Deny)
            {
                CountRefusal(settled.Look, plan, reserves);
            }

            _settings.Watch?.Invoke(sent, settled.Look);
            var changes = settled.Ruling.Status == DecisionStatus.Permitted ? null : ChangesOf(settled.Look, call, session);
            var isUnconditional = changes is not null && IsUnconditional(settled, plan, changes);
            return new(Write(settled, session, observed, isUnconditional, AllowedFor(settled, request, changes)), reservation) { Wait = wait };
        }
        catch
        {
            reservation?.Release();
            throw;
        }
    }

    // A call that waits is not refused yet.
    private static TimeSpan? WaitOf(Settlement settled, TimeSpan? waited)
    {
        if (waited is not { } spent || settled.Ruling is not { Status: DecisionStatus.Throttled, Rule: { Throttle: { MaxWait.Ticks: > 0 } throttle } rule })
        {
            return null;
        }

        var activation = settled.Look.Activation;
        activation.Enter(rule.Scope);
        return throttle.RetryAfter(activation) is { } wait && wait <= throttle.MaxWait - spent ? wait : null;
    }

    private static bool CannotBeMended(CallProblemKind kind) => kind is CallProblemKind.UnknownTool or CallProblemKind.AmbiguousTool
        or CallProblemKind.UnknownAgent or CallProblemKind.AgentConflict or CallProblemKind.AgentsUnavailable;

    private static bool IsUnconditional(Settlement settled, ToolPlan plan, ChangeFinder changes) => settled.Ruling switch
    {
        var ruling when ruling == settled.Look.Activation.Gate.Refusal => ruling.Code is not (GuardCodes.OutOfScope or GuardCodes.RuleError),
        { Code: GuardCodes.NoSubstitute, Rule.Substitute.From: ResultSource.Recorded } => false,
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

        if (ruling.Effect == Effect.RequireApproval && OpaqueValue.IsIn(look.Request.Arguments))
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
            if (code is not null)
            {
                judged = await code.AskAsync(await code.AskAsync(judged, RulePhase.AsSent), RulePhase.AsChanged);
            }

            var (verdict, at) = judged.Combine(observed);
            strongest = verdict > strongest.Verdict ? (verdict, judged.Rules[at]) : strongest;
        }

        return strongest.Verdict == Verdict.None ? null : Ruling.Of(strongest.Verdict, strongest.Rule, _settings.Mode);
    }

    private (Settlement Settled, UsageReservation? Reservation) Reserve(Settlement settled, ToolPlan plan, bool reserves)
    {
        var activation = settled.Look.Activation;
        var isSimulated = settled.Ruling.Effect == Effect.Sandbox;
        var charges = isSimulated ? [] : activation.Charges;
        foreach (var (scope, counter) in plan.Counters.Where(entry => IsCharged(entry.Counter, isSimulated)))
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

    private static bool IsCharged(Counter counter, bool isSimulated) => counter.Meter.Counts switch
    {
        CountedCalls.Refused => false,
        CountedCalls.Simulated => isSimulated,
        _ => !isSimulated,
    };

    // What cannot be counted of a call that does not run anyway is left out.
    private void CountRefusal(RuleLook look, ToolPlan plan, bool reserves)
    {
        foreach (var (scope, counter) in plan.Counters.Where(entry => reserves && entry.Counter.Meter.Counts == CountedCalls.Refused))
        {
            look.Activation.Enter(scope);
            if (counter.Meter.ChargeFor(look.Activation) is ({ } charge, null))
            {
                parts.Usage.AddRefused(charge, look.Request.Time);
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
            Substitute = ruling.Substitute,
            ResultRedactions = look.BindingRedactions(),
            Roles = activation.Gate.Roles.Count == 0 ? [] : [.. activation.Gate.Roles],
            Evaluations = Array.AsReadOnly(look.Evaluations),
            Variables = activation.Readings(),
            Usage = activation.Usage,
            Observed = observed,
            EffectiveArguments = ruling.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending ? look.Request.Arguments : null,
            Attempt = session.Attempts + 1,
            RefusalsInARow = session.RefusalsInARow,
            RetryAfter = ruling.Status == DecisionStatus.Throttled ? rule!.Throttle!.RetryAfter(activation) : null,
            RunsWithoutEvidence = _settings.RunsWithoutEvidence,
            IsUnconditional = isUnconditional,
            Allowed = allowed,
        };
    }
}
