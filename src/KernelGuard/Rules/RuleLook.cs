using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What every rule that concerns a tool says of one version of a call: as it was sent, or as transforms changed it.</summary>
/// <param name="Request">That version.</param>
/// <param name="Rules">The rules, by policy id and document order.</param>
/// <param name="Evaluations">What came of each.</param>
/// <param name="Activation">What their conditions read.</param>
internal sealed record RuleLook(ToolCallRequest Request, GuardRule[] Rules, RuleEvaluation[] Evaluations, DecisionActivation Activation)
{
    /// <summary>
    /// What would come of each if those that only observe counted too: in a document, what counts can decide before what counts already. The same
    /// array where all rules bind.
    /// </summary>
    private RuleEvaluation[] Full { get; init; } = Evaluations;

    /// <summary>Evaluates all rules, so that evidence has all of them.</summary>
    public static RuleLook Take(GuardRule[] rules, ToolCallRequest request, DecisionActivation activation)
    {
        var evaluations = rules.Length == 0 ? [] : new RuleEvaluation[rules.Length];
        var full = evaluations;
        var scope = PolicyScope.None;
        var (isBound, isDecided) = (false, false);
        for (var i = 0; i < rules.Length; i++)
        {
            var rule = rules[i];
            if (!ReferenceEquals(rule.Scope, scope))
            {
                (scope, isBound, isDecided) = (rule.Scope, false, false);
            }

            var binds = IsBinding(rule);
            evaluations[i] = (binds ? isBound : isDecided) && rule.YieldsToOthers ? rule.Yield() : rule.Evaluate(activation);
            var decides = Decides(evaluations[i]);
            isBound |= binds && decides;
            if (!binds && ReferenceEquals(full, evaluations))
            {
                full = [.. evaluations];
            }

            if (!ReferenceEquals(full, evaluations))
            {
                full[i] = isDecided && rule.YieldsToOthers ? rule.Yield() : evaluations[i];
                decides = Decides(full[i]);
            }

            isDecided |= decides;
        }

        return new RuleLook(request, rules, evaluations, activation) { Full = full };
    }

    /// <summary>What came of each rule.</summary>
    /// <param name="observed">Whether rules that only observe count too.</param>
    public RuleEvaluation[] View(bool observed) => observed ? Full : Evaluations;

    /// <summary>The rules of an effect that hold.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="observed">Whether rules that only observe count too.</param>
    public IReadOnlyList<GuardRule> Matching(Effect effect, bool observed)
    {
        var view = View(observed);
        return [.. Rules.Where((rule, i) => rule.Reference.Effect == effect && view[i].Outcome == RuleOutcome.Matched && (observed || IsBinding(rule)))];
    }

    /// <summary>The verdict of all rules.</summary>
    /// <param name="observed">Whether rules that only observe count too.</param>
    public CombinedVerdict Combine(bool observed) => DecisionCombiner.Combine(View(observed), observed);

    /// <summary>
    /// What has to be agreed to: every binding rule that asks for approval has to be satisfied, not only the one that is named. Where none does, the tool's own mark asks.
    /// </summary>
    public IReadOnlyList<ApprovalRequirement> BindingApprovals() =>
        Matching(Effect.RequireApproval, observed: false) is { Count: > 0 } rules
            ? [.. rules.Select(rule => rule.Approval!)]
            : [new ApprovalRequirement(Rule: null)];

    /// <summary>What binding transforms redact of the result.</summary>
    public IReadOnlyList<ResultRedaction> BindingRedactions() =>
        Array.Exists(Rules, rule => !rule.ResultRedactions.IsEmpty)
            ? [.. Matching(Effect.Transform, observed: false).SelectMany(rule => rule.ResultRedactions)]
            : [];

    /// <summary>The same, with what <paramref name="earlier"/> found of the transforms: they are judged on the call as it was sent, like code of that phase.</summary>
    public RuleLook WithTransformsOf(RuleLook earlier) =>
        With((own, i) => own.Rule.Effect == Effect.Transform || Rules[i].InCode?.Phase == RulePhase.AsSent ? earlier.Evaluations[i] : own);

    /// <summary>The same, with the answers of rules in code, by the index of the rule.</summary>
    public RuleLook WithAnswers(IReadOnlyDictionary<int, (GuardRule Rule, RuleEvaluation Evaluation)> answers) =>
        With((own, i) => answers.TryGetValue(i, out var answer) ? answer.Evaluation : own) with
        {
            Rules = [.. Rules.Select((own, i) => answers.TryGetValue(i, out var answer) ? answer.Rule : own)],
        };

    /// <summary>The same, with the cause for which a rule that holds could not be given effect.</summary>
    public RuleLook WithError(GuardRule rule, string cause) =>
        With((own, _) => own.Rule == rule.Reference ? own with { Outcome = RuleOutcome.Error, Error = cause } : own);

    private RuleLook With(Func<RuleEvaluation, int, RuleEvaluation> change) => this with { Evaluations = [.. Evaluations.Select(change)], Full = [.. Full.Select(change)] };

    private static bool Decides(in RuleEvaluation evaluation) => evaluation.Outcome == RuleOutcome.Matched && !evaluation.Rule.Effect.IsModifier();

    private static bool IsBinding(GuardRule rule) => rule.Reference.Mode == GuardMode.Enforce;
}
