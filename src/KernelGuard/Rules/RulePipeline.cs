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
            return new(Write(new Settlement(Ruling.Of(problem), empty), session, null, unconditional, []), null);
        }

        var sent = judge.Look(request);
        var settled = Complete(judge.Settle(sent, observed: false, settings.Mode), session);
        var observed = Observe(request, settled.Ruling, sent, judge);
        var reservation = default(UsageReservation);
        if (UsesUp(settled.Ruling))
        {
            (settled, reservation) = Reserve(settled, plan, reserves);
        }

        return new(Write(settled, session, observed, IsUnconditional(settled, plan), AllowedFor(settled, request, session)), reservation);
    }

    // What rules permit can still fail for what the host did not say, or for the substitute's own denies.
    private Settlement Complete(Settlement settled, SessionFacts session)
    {
        var request = settled.Look.Request;
        if (settled.Ruling.Effect == Effect.RequireApproval && !settings.AllowUnbound && request.Caller is { Session: null, User: null })
        {
            return settled with { Ruling = Ruling.NoCaller };
        }

        if (settled.Ruling is not { Effect: Effect.Sandbox, Rule.Substitute.Tool: { } substitute })
        {
            return settled;
        }

        var denies = index.PlanFor(substitute).Rules.Where(rule => rule.Reference.Effect == Effect.Deny).ToArray();
        var facts = tools.Find(substitute)?.Facts ?? new ToolFacts(substitute);
        var look = RuleLook.Take(denies, request.To(facts), session, usage);
        var (verdict, at) = look.Combine(observed: false);
        return verdict == Verdict.None ? settled : settled with { Ruling = Ruling.Of(verdict, denies[at], settings.Mode) };
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
    private ObservedDecision? Observe(ToolCallRequest request, Ruling ruling, RuleLook sent, RuleJudge judge)
    {
        if (settings.Mode == GuardMode.Enforce && !Array.Exists(sent.Evaluations, e => e.Rule.Mode == GuardMode.Observe))
        {
            return null;
        }

        var full = request.Problem is { } problem ? Ruling.Of(problem) : judge.Settle(sent, observed: true, GuardMode.Enforce).Ruling;
        return settings.Mode == GuardMode.Enforce && full.Rule == ruling.Rule && full.Effect == ruling.Effect
            ? null
            : new ObservedDecision(full.Effect, full.Code, full.Rule?.Reference);
    }

    private static bool IsUnconditional(Settlement settled, ToolPlan plan) =>
        settled.Ruling is { Rule: not null } or { Code: GuardCodes.NoRule } ? !ChangeFinder.CouldChange(settled.Ruling, settled.Look) : plan.Rules.Length == 0;

    // Bounds of a call that policy changed are none of the call that was sent.
    private IReadOnlyList<ArgumentBounds> AllowedFor(Settlement settled, ToolCallRequest request, SessionFacts session) =>
        settled.Ruling.Status == DecisionStatus.Denied && ReferenceEquals(settled.Look.Request, request)
            ? new ChangeFinder(settled.Look, new DecisionActivation(request, session, usage)).Find(settled.Ruling)
            : [];

    private Decision Write(
        Settlement settled, SessionFacts session, ObservedDecision? observed, bool isUnconditional, IReadOnlyList<ArgumentBounds> allowed)
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
            Allowed = allowed,
        };
    }
}
