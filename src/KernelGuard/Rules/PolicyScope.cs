using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Rules;

/// <summary>What the rules of one policy document share: its <c>vars</c>, its counters, and how its rules combine.</summary>
/// <param name="PolicyId">The document's id.</param>
/// <param name="Names">The names of the <c>vars</c>, in order. Each is evaluated at most once per decision, when a condition first reads it.</param>
/// <param name="Programs">Their expressions, in the same order; each may read the variables before it.</param>
internal sealed record PolicyScope(string PolicyId, ImmutableArray<string> Names, ImmutableArray<CelProgram> Programs)
{
    public static PolicyScope None { get; } = new("", [], []);

    /// <summary>The counters that the document declares.</summary>
    public ImmutableArray<Counter> Counters { get; init; } = [];

    /// <summary>What the policy set adds to the names that conditions know.</summary>
    public ConditionVocabulary Vocabulary { get; init; } = ConditionVocabulary.None;

    /// <summary>Whether the first rule that matches is the document's verdict, instead of the strongest.</summary>
    public bool IsFirstMatch { get; init; }
}
