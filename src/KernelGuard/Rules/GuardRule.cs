using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Rules.Meters;
using KernelGuard.Rules.Transforms;

namespace KernelGuard.Rules;

/// <summary>One rule, compiled: which tools it concerns, when it holds, and what it says. Immutable.</summary>
internal sealed class GuardRule
{
    private readonly Lazy<bool> _dependsOnCall;
    private IReadOnlyList<string>? _factPaths;

    public GuardRule() => _dependsOnCall = new(() => InCode is not null || new[] { Condition, Throttle?.Meter.Amount }.OfType<CelProgram>().Any(Scope.DependsOnCall));

    public required RuleReference Reference { get; init; }

    public required ImmutableArray<ToolPattern> Tools { get; init; }

    /// <summary>The condition; null means always.</summary>
    public CelProgram? Condition { get; init; }

    /// <summary>The code that judges in the place of a condition, or null. It is asked by <see cref="CodeInquiry"/>.</summary>
    public CodeRule? InCode { get; init; }

    /// <summary>Whether the rule holds for every call of its tools.</summary>
    public bool IsUnconditional => Condition is null && InCode is null;

    /// <summary>Whether nothing that a model writes, and no state, can change what the condition gives.</summary>
    public bool DependsOnCallerOnly => IsUnconditional || Condition?.ReferencedVariables.All(name => name is "agent" or "user" or "tool") == true;

    /// <summary>Whether other arguments could change what the condition gives, or what the call uses up, by what is read.</summary>
    public bool DependsOnCall => _dependsOnCall.Value;

    /// <summary>Whether it binds and lets calls run.</summary>
    public bool Permits => Reference.Permits;

    /// <summary>What the rules of its document share.</summary>
    public PolicyScope Scope { get; init; } = PolicyScope.None;

    public string? Code { get; init; }

    public ReasonTemplate? Reason { get; init; }

    public Disclosure Disclose { get; init; }

    public string? NextStep { get; init; }

    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>What has to be agreed to; set where the effect is <see cref="Effect.RequireApproval"/>.</summary>
    public ApprovalRequirement? Approval { get; init; }

    /// <summary>The limit; set where the effect is <see cref="Effect.Throttle"/>.</summary>
    public Throttle? Throttle { get; init; }

    /// <summary>The changes of arguments that a <see cref="Effect.Transform"/> makes.</summary>
    public ImmutableArray<TransformStep> Transforms { get; init; } = [];

    /// <summary>What a <see cref="Effect.Transform"/> redacts of the result.</summary>
    public ImmutableArray<ResultRedaction> ResultRedactions { get; init; } = [];

    /// <summary>What stands in for the tool; set where the effect is <see cref="Effect.Sandbox"/>.</summary>
    public Substitute? Substitute { get; init; }

    /// <summary>Whether it is what its document says where none of its other rules holds.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it says nothing once another rule of its document has decided.</summary>
    public bool YieldsToOthers => IsDefault || (Scope.IsFirstMatch && !Reference.Effect.IsModifier());

    /// <summary>All expressions of the rule.</summary>
    public IEnumerable<CelProgram> Programs =>
        new[] { Condition }.OfType<CelProgram>()
            .Concat(Reason?.Expressions ?? [])
            .Concat(Throttle?.Meter.Programs ?? [])
            .Concat(Transforms.SelectMany(step => step.Programs));

    /// <summary>What the rule's expressions read of <c>resource</c> and <c>context</c>.</summary>
    public IReadOnlyList<string> FactPaths => _factPaths ??= InCode is null ? Rules.FactPaths.Of(Programs, Scope) : InCode.Facts;

    /// <summary>Evaluates the condition. A condition that is no bool, or fails, is an error; it never throws. Code is asked later, if at all.</summary>
    public RuleEvaluation Evaluate(DecisionActivation activation)
    {
        if (InCode is not null)
        {
            return new RuleEvaluation(Reference, RuleOutcome.NotAsked);
        }

        activation.Enter(Scope);
        var value = Condition is null ? CelValue.FromBool(true) : Condition.Evaluate(activation);
        return value.Kind switch
        {
            CelKind.Bool when value.AsBool && Throttle is not null => Throttle.Check(Reference, activation),
            CelKind.Bool => new RuleEvaluation(Reference, value.AsBool ? RuleOutcome.Matched : RuleOutcome.NotMatched),
            CelKind.Error => new RuleEvaluation(Reference, RuleOutcome.Error, ConditionErrors.Describe(value.ErrorValue!, Condition!)),
            _ => new RuleEvaluation(Reference, RuleOutcome.Error, "the condition is no bool"),
        };
    }

    /// <summary>What comes of it where another rule of its document has decided.</summary>
    public RuleEvaluation Yield() => new(Reference, IsDefault ? RuleOutcome.NotMatched : RuleOutcome.Skipped);

    /// <summary>The rule's reason in words, or null where it gives none.</summary>
    public string? Explain(DecisionActivation activation)
    {
        activation.Enter(Scope);
        return Reason?.Render(activation);
    }
}
