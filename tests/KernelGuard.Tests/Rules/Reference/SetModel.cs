using System.Collections.Immutable;
using KernelGuard.Decisions;

namespace KernelGuard.Tests.Rules.Reference;

/// <summary>A policy set as data.</summary>
internal sealed record SetModel(GuardMode Mode, ImmutableArray<DocumentModel> Documents)
{
    public override string ToString() => string.Join("\n", SetWriter.Write(this));
}

internal sealed record DocumentModel(string Id, GuardMode? Mode, bool IsFirstMatch, DefaultModel? Default, ImmutableArray<RuleModel> Rules);

internal sealed record DefaultModel(Effect Effect, string AppliesTo);

/// <summary>A rule. The parts that only one effect has are there for every effect, and not used by others.</summary>
internal sealed record RuleModel(string Id, string Tool, ConditionModel? When, Effect Effect, GuardMode? Mode)
{
    /// <summary>Of denies and throttles; null means the usual one.</summary>
    public string? Code { get; init; }

    /// <summary>Of throttles: 0 lets nothing through.</summary>
    public long Limit { get; init; }

    /// <summary>Of throttles: the argument that the call costs; null means 1.</summary>
    public string? Cost { get; init; }

    /// <summary>Of transforms.</summary>
    public ImmutableArray<StepModel> Steps { get; init; } = [];

    /// <summary>Of sandboxes: the tool that stands in, "" for a result, null for nothing.</summary>
    public string? Substitute { get; init; }
}

/// <summary>Compares an argument with a number: an error where the argument is missing, or is text and has no order.</summary>
internal sealed record ConditionModel(string Argument, string Operator, long Value);

/// <summary><c>set</c>, <c>clamp</c> (to a maximum) or <c>remove</c>.</summary>
internal sealed record StepModel(string Verb, string Argument, long Value);

/// <summary>A call. Arguments are numbers and texts.</summary>
internal sealed record CallModel(string Tool, ImmutableSortedDictionary<string, object> Arguments)
{
    public override string ToString() => $"{Tool}({SetWriter.Write(Arguments)})";
}

/// <summary>What is decided, as far as the reference says it.</summary>
internal sealed record VerdictModel(Effect Effect, DecisionStatus Status, string? Code, string? Rule, string? Arguments);
