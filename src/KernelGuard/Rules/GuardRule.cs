using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>One rule, compiled: which tools it concerns, when it holds, and what it says. Immutable.</summary>
internal sealed class GuardRule
{
    private IReadOnlyList<string>? _factPaths;

    public required RuleReference Reference { get; init; }

    public required ImmutableArray<ToolPattern> Tools { get; init; }

    /// <summary>The condition; null means always.</summary>
    public CelProgram? Condition { get; init; }

    /// <summary>Whether nothing that a model writes, and no state, can change what the condition gives.</summary>
    public bool DependsOnCallerOnly => Condition is null || Condition.ReferencedVariables.All(name => name is "agent" or "user" or "tool");

    /// <summary>The <c>vars</c> of the rule's document.</summary>
    public PolicyVariables Variables { get; init; } = PolicyVariables.None;

    public string? Code { get; init; }

    public ReasonTemplate? Reason { get; init; }

    public Disclosure Disclose { get; init; }

    public string? NextStep { get; init; }

    public ImmutableArray<Alternative> Alternatives { get; init; } = [];

    /// <summary>What has to be agreed to; set where the effect is <see cref="Effect.RequireApproval"/>.</summary>
    public ApprovalRequirement? Approval { get; init; }

    /// <summary>What the rule's expressions read of <c>resource</c> and <c>context</c>.</summary>
    public IReadOnlyList<string> FactPaths => _factPaths ??= Rules.FactPaths.Of([.. Condition is null ? [] : new[] { Condition }, .. Reason?.Expressions ?? []], Variables);

    /// <summary>Evaluates the condition. A condition that is no bool, or fails, is an error; it never throws.</summary>
    public RuleEvaluation Evaluate(DecisionActivation activation)
    {
        if (Condition is null)
        {
            return new RuleEvaluation(Reference, RuleOutcome.Matched);
        }

        activation.Enter(Variables);
        var value = Condition.Evaluate(activation);
        return value.Kind switch
        {
            CelKind.Bool => new RuleEvaluation(Reference, value.AsBool ? RuleOutcome.Matched : RuleOutcome.NotMatched),
            CelKind.Error => new RuleEvaluation(Reference, RuleOutcome.Error, ConditionErrors.Describe(value.ErrorValue!, Condition)),
            _ => new RuleEvaluation(Reference, RuleOutcome.Error, "the condition is no bool"),
        };
    }

    /// <summary>The rule's reason in words, or null where it gives none.</summary>
    public string? Explain(DecisionActivation activation)
    {
        activation.Enter(Variables);
        return Reason?.Render(activation);
    }
}
