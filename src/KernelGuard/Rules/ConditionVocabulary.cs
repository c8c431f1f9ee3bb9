using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Facts;

namespace KernelGuard.Rules;

/// <summary>What a policy set adds to the names that conditions know, in all its documents. Immutable.</summary>
/// <param name="Levels">The scales.</param>
/// <param name="Facts">The facts that providers deliver, by what they are about.</param>
internal sealed record ConditionVocabulary(ImmutableArray<LevelScale> Levels, ImmutableArray<FactSubject> Facts)
{
    public static ConditionVocabulary None { get; } = new([], []);

    /// <summary>The value of <c>levels</c>.</summary>
    public FrozenObject LevelValues { get; } = LevelScale.ToObject(Levels);
}
