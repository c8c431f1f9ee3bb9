using System.Collections.Immutable;

namespace KernelGuard.Decisions;

/// <summary>What an argument would have to be for a refused call to pass the rule that refused it. Immutable.</summary>
/// <remarks>Values are numbers (<see cref="long"/> or <see cref="double"/>), text or Booleans, and stand in the policy: never in a call or in facts.</remarks>
/// <param name="Argument">The argument; one within another after a dot, such as <c>order.total</c>.</param>
public sealed record ArgumentBounds(string Argument)
{
    /// <summary>The least value that passes, or null.</summary>
    public object? Min { get; init; }

    /// <summary>The value that has to be exceeded, or null.</summary>
    public object? ExclusiveMin { get; init; }

    /// <summary>The greatest value that passes, or null.</summary>
    public object? Max { get; init; }

    /// <summary>The value that must not be reached, or null.</summary>
    public object? ExclusiveMax { get; init; }

    /// <summary>The only values that pass; empty where bounds count.</summary>
    public ImmutableArray<object> OneOf { get; init; } = [];
}
