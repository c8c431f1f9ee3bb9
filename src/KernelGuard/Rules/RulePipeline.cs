using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Judges one request by the rules of one policy set. Thread-safe; never throws for what a rule does.</summary>
/// <remarks>Checks run in the order tool, arguments, caller, agent, role, rules. All rules that concern the tool are evaluated, so that evidence has all of them.</remarks>
internal sealed class RulePipeline(ToolIndex index, PipelineSettings settings, CallHistory history)
{
    /// <summary>Judges a request.</summary>
    public ValueTask<Decision> DecideAsync(ToolCallRequest request)
    {
        var session = history.Read(request);
        var activation = new DecisionActivation(request, session);
        if ((settings.Mode == GuardMode.Enforce ? request.Problem : request.Unreadable) is { } problem)
        {
            var unconditional = problem.Kind is CallProblemKind.UnknownTool or CallProblemKind.AmbiguousTool
                or CallProblemKind.UnknownAgent or CallProblemKind.AgentConflict or CallProblemKind.AgentsUnavailable;
            return new(Write(request, session, Ruling.Of(problem), [], [], activation, null, unconditional));
        }

        activation.Gate = settings.Roles.Judge(request, activation);
        if (activation.Gate.Refusal is { } refusal && settings.Mode == GuardMode.Enforce)
        {
            return new(Write(request, session, refusal, [], [], activation, null, refusal.Code is not (GuardCodes.OutOfScope or GuardCodes.RuleError)));
        }

        var rules = index.RulesFor(request.Tool.Name);
        var evaluations = rules.Length == 0 ? [] : new RuleEvaluation[rules.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            evaluations[i] = rules[i].Evaluate(activation);
        }

        var ruling = RulingOf(DecisionCombiner.Combine(evaluations, observed: false), rules, settings.Mode);
        if (ruling.Effect == Effect.RequireApproval && !settings.AllowUnbound && request.Caller is { Session: null, User: null })
        {
            ruling = Ruling.NoCaller;
        }

        var unconditionalRule = ruling.Rule is null ? rules.Length == 0 : ruling.Rule.Condition is null;
        return new(Write(request, session, ruling, rules, evaluations, activation, Observe(request, activation.Gate, ruling, rules, evaluations), unconditionalRule));
    }

    /// <summary>Whether this caller could be permitted any call of the tool. Conditions are evaluated where they read nothing but the caller and the tool.</summary>
    public bool CouldPermit(ToolCallRequest request)
    {
        var activation = new DecisionActivation(request, history.Read(request));
        var couldPermit = false;
        if (settings.Mode == GuardMode.Enforce && !settings.Roles.CouldCover(request))
        {
            return false;
        }

        foreach (var rule in index.RulesFor(request.Tool.Name).Where(rule => rule.Reference.Mode == GuardMode.Enforce))
        {
            var outcome = rule.DependsOnCallerOnly ? rule.Evaluate(activation).Outcome : (RuleOutcome?)null;
            if (rule.Reference.Effect == Effect.Deny && outcome is RuleOutcome.Matched or RuleOutcome.Error)
            {
                return settings.Mode == GuardMode.Observe;
            }

            couldPermit |= rule.Reference.Effect != Effect.Deny && outcome is null or RuleOutcome.Matched;
        }

        return couldPermit || settings.Mode == GuardMode.Observe;
    }

    private static Ruling RulingOf(CombinedVerdict combined, GuardRule[] rules, GuardMode mode) =>
        Ruling.Of(combined.Verdict, combined.Index < 0 ? null : rules[combined.Index], mode);

    /// <summary>What would bind if every rule did: said wherever the set is observed, and where an observed rule makes a difference.</summary>
    private ObservedDecision? Observe(ToolCallRequest request, GateResult gate, Ruling ruling, GuardRule[] rules, RuleEvaluation[] evaluations)
    {
        if (settings.Mode == GuardMode.Enforce && !Array.Exists(evaluations, e => e.Rule.Mode == GuardMode.Observe))
        {
            return null;
        }

        var full = request.Problem is { } problem
            ? Ruling.Of(problem)
            : gate.Refusal ?? RulingOf(DecisionCombiner.Combine(evaluations, observed: true), rules, GuardMode.Enforce);
        return settings.Mode == GuardMode.Enforce && full.Rule == ruling.Rule && full.Effect == ruling.Effect
            ? null
            : new ObservedDecision(full.Effect, full.Code, full.Rule?.Reference);
    }

    private Decision Write(
        ToolCallRequest request,
        SessionFacts session,
        Ruling ruling,
        GuardRule[] rules,
        RuleEvaluation[] evaluations,
        DecisionActivation activation,
        ObservedDecision? observed,
        bool isUnconditional)
    {
        var rule = ruling.Rule;
        return new Decision(request.Id, ruling.Effect, ruling.Status, settings.PolicyDigest)
        {
            Mode = settings.Mode,
            Code = ruling.Code,
            Rule = rule?.Reference,
            Reason = ruling.Reason ?? rule?.Explain(activation),
            Disclose = rule?.Disclose ?? Disclosure.Full,
            NextStep = rule?.NextStep,
            Alternatives = rule is null ? [] : rule.Alternatives,
            Approvals = ruling.Effect == Effect.RequireApproval ? Requirements(rules, evaluations) : [],
            Roles = activation.Gate.Roles,
            Evaluations = evaluations,
            Variables = activation.Readings(),
            Observed = observed,
            EffectiveArguments = ruling.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending ? request.Arguments : null,
            Attempt = session.Attempts + 1,
            RefusalsInARow = session.RefusalsInARow,
            RunsWithoutEvidence = settings.RunsWithoutEvidence,
            IsUnconditional = isUnconditional,
        };
    }

    // Every binding rule that asks for approval has to be satisfied, not only the one that is named.
    private static List<ApprovalRequirement> Requirements(GuardRule[] rules, RuleEvaluation[] evaluations)
    {
        var requirements = new List<ApprovalRequirement>();
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Approval is { } approval
                && evaluations[i] is { Outcome: RuleOutcome.Matched, Rule.Mode: GuardMode.Enforce })
            {
                requirements.Add(approval);
            }
        }

        return requirements;
    }
}
