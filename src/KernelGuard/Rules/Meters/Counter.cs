using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Decisions;

namespace KernelGuard.Rules.Meters;

/// <summary>A sum that a policy keeps across calls; <c>counters.name</c> in its conditions. Immutable.</summary>
/// <param name="PolicyId">The id of its document.</param>
/// <param name="Name">Its name.</param>
/// <param name="Meter">What is summed, for whom, over which window.</param>
internal sealed record Counter(string PolicyId, string Name, Meter Meter)
{
    /// <summary>The tools whose calls add to it.</summary>
    public required ImmutableArray<ToolPattern> Tools { get; init; }

    /// <summary>The mode of its document: only where it binds does a call that cannot be counted not run.</summary>
    public GuardMode Mode { get; init; }

    /// <summary>Whether it counts in whole numbers.</summary>
    public bool IsInteger { get; init; }

    /// <summary>A sum as conditions see it.</summary>
    public CelValue ToValue(decimal sum) => IsInteger ? CelValue.FromInt((long)Math.Min(sum, long.MaxValue)) : CelValue.FromDouble((double)sum);
}
