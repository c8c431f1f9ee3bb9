using KernelGuard.Calls;
using KernelGuard.Decisions;
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

    private async ValueTask<PipelineResult> DecideInTurnAsync(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves)
    {
        // Code is asked before, since other calls must not wait behind it; what it said is remembered.
        var code = InquiryFor(plan, request);
        if (code is not null && CanBeJudged(request))
        {
            var judge = new RuleJudge(call, plan, history.Read(request, _settings.Labels), parts, code);
            await judge.SettleAsync(await judge.LookAsSentAsync(request), observed: _settings.Mode == GuardMode.Observe);
        }

        using var turn = await parts.Usage.EnterAsync(plan.Meters);
        return await DecideAsync(request, call, plan, reserves, code);
    }

    private CodeInquiry? InquiryFor(ToolPlan plan, ToolCallRequest request) =>
        plan.HasCode ? new CodeInquiry(history.Read(request, _settings.Labels), parts.Code) : null;

    private bool CanBeJudged(ToolCallRequest request) => (_settings.Mode == GuardMode.Enforce ? request.Problem : request.Unreadable) is null;

    private async ValueTask<PipelineResult> DecideAsync(ToolCallRequest request, ToolCall call, ToolPlan plan, bool reserves, CodeInquiry? code)
    {
        var session = history.Read(request, _settings.Labels);
        if ((_settings.Mode == GuardMode.Enforce ? request.Problem : request.Unreadable) is { } problem)
        {
            var unjudged = RuleLook.Take([], request, new DecisionActivation(request, session, parts.Usage));
            return new(Write(new Settlement(Ruling.Of(problem), unjudged), session, null, CannotBeMended(problem.Kind)), null);
        }

        var judge = new RuleJudge(call, plan, session, parts, code);
        var sent = await judge.LookAsSentAsync(request);
        var settled = await CompleteAsync(await judge.SettleAsync(sent, observed: false), session, code);
        var reservation = default(UsageReservation);
        if (UsesUp(settled.Ruling))
        {
            (settled, reservation) = Reserve(settled, plan, reserves);
        }

        var observed = NeedsObservation(sent) ? await ObserveAsync(request, settled.Ruling, sent, judge) : null;
        return new(Write(settled, session, observed, IsUnconditional(settled, plan)), reservation);
    }

    private static bool CannotBeMended(CallProblemKind kind) => kind is CallProblemKind.UnknownTool or CallProblemKind.AmbiguousTool
        or CallProblemKind.UnknownAgent or CallProblemKind.AgentConflict or CallProblemKind.AgentsUnavailable;

    private static bool IsUnconditional(Settlement settled, ToolPlan plan) => settled.Ruling switch
    {
        { Rule: { } rule } => rule.IsUnconditional,
        var ruling when ruling == settled.Look.Activation.Gate.Refusal => ruling.Code is not (GuardCodes.OutOfScope or GuardCodes.RuleError),
        _ => plan.Rules.Length == 0,
    };

    // What rules permit can still wait, or fail, for the tool's own mark, for what the host did not say, or for the substitute's own denies.
    private ValueTask<Settlement> CompleteAsync(Settlement settled, SessionFacts session, CodeInquiry? code)
    {
        var request = settled.Look.Request;
        if (request.NeedsApproval && _settings.Mode == GuardMode.Enforce && settled.Ruling is { Status: DecisionStatus.Permitted, Effect: not Effect.Sandbox })
        {
            settled = settled with { Ruling = Ruling.Marked };
        }

        if (settled.Ruling.Effect == Effect.RequireApproval && !_settings.AllowUnbound && request.Caller is { Session: null, User: null })
        {
            return new(settled with { Ruling = Ruling.NoCaller });
        }

        return settled.Ruling is { Effect: Effect.Sandbox, Rule.Substitute.Tool: { } substitute }
            ? JudgeSubstituteAsync(settled, substitute, session, code)
            : new(settled);
    }

    private async ValueTask<Settlement> JudgeSubstituteAsync(Settlement settled, string substitute, SessionFacts session, CodeInquiry? code)
    {
        var request = settled.Look.Request;
        var denies = index.PlanFor(substitute).Rules.Where(rule => rule.Reference.Effect == Effect.Deny).ToArray();
        var stood = request.To(parts.Tools.Find(substitute)?.Facts ?? new ToolFacts(substitute));
        var look = RuleLook.Take(denies, stood, new DecisionActivation(stood, session, parts.Usage));
        if (Array.Exists(denies, rule => rule.InCode is not null))
        {
            code ??= new CodeInquiry(session, parts.Code);
            look = await code.AskAsync(await code.AskAsync(look, RulePhase.AsSent), RulePhase.AsChanged);
        }

        var (verdict, at) = look.Combine(observed: false);
        return verdict == Verdict.None ? settled : settled with { Ruling = Ruling.Of(verdict, look.Rules[at], _settings.Mode) };
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

        var reservation = parts.Usage.Reserve(charges, settled.Look.Request.Time);
        return reservation is null ? (settled with { Ruling = Ruling.StateUnavailable }, null) : (settled, reservation);
    }

    /// <summary>Whether something only observes: the whole set, or a rule that concerns the call.</summary>
    private bool NeedsObservation(RuleLook sent) =>
        _settings.Mode == GuardMode.Observe || Array.Exists(sent.Evaluations, e => e.Rule.Mode == GuardMode.Observe);

    /// <summary>What would bind if every rule did: said wherever the set is observed, and where an observed rule makes a difference.</summary>
    private async ValueTask<ObservedDecision?> ObserveAsync(ToolCallRequest request, Ruling ruling, RuleLook sent, RuleJudge judge)
    {
        var full = request.Problem is { } problem ? Ruling.Of(problem) : (await judge.SettleAsync(sent, observed: true)).Ruling;
        return _settings.Mode == GuardMode.Enforce && full.Rule == ruling.Rule && full.Effect == ruling.Effect
            ? null
            : new ObservedDecision(full.Effect, full.Code, full.Rule?.Reference);
    }

    private Decision Write(Settlement settled, SessionFacts session, ObservedDecision? observed, bool isUnconditional)
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
        };
    }
}
