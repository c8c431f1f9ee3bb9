using System.Collections.Immutable;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>The <c>vars</c> of one policy document, in order. Each is evaluated at most once per decision, when a condition first reads it.</summary>
/// <param name="PolicyId">The document's id.</param>
/// <param name="Names">The names, in order.</param>
/// <param name="Programs">Their expressions, in the same order; each may read the variables before it.</param>
internal sealed record PolicyVariables(string PolicyId, ImmutableArray<string> Names, ImmutableArray<CelProgram> Programs)
{
    /// <summary>What the policy set adds to the names that conditions know.</summary>
    public ConditionVocabulary Vocabulary { get; init; } = ConditionVocabulary.None;

    public static PolicyVariables None { get; } = new("", [], []);
}
