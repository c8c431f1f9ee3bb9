using System.Collections.Immutable;
using KernelGuard.Calls;

namespace KernelGuard.Rules;

/// <summary>Words in order, the lowest first; <c>levels.name</c> in conditions, which gives each word its place as a number.</summary>
/// <param name="Name">The name of the scale.</param>
/// <param name="Words">The words.</param>
internal sealed record LevelScale(string Name, ImmutableArray<string> Words)
{
    /// <summary>The scales as an object of objects: <c>{"classification":{"public":0,"secret":1}}</c>.</summary>
    public static FrozenObject ToObject(IReadOnlyList<LevelScale> scales) => new(
        [.. scales.Select(scale => scale.Name)],
        [.. scales.Select(scale => new FrozenObject([.. scale.Words], [.. scale.Words.Select((_, place) => (object?)(long)place)], ignoresCase: false))],
        ignoresCase: false);
}
