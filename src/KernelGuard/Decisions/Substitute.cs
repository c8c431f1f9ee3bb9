using KernelGuard.Calls;

namespace KernelGuard.Decisions;

/// <summary>What stands in for the tool of a sandboxed call: another tool, a result, or where a result comes from. None of them means that the call is refused.</summary>
public sealed record Substitute
{
    /// <summary>The tool that runs instead, with the same arguments, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>Whether there is a result to give without running anything.</summary>
    public bool HasResult { get; init; }

    /// <summary>That result: null, a bool, a long, a double, a string, a <see cref="FrozenObject"/> or a <see cref="FrozenList"/>.</summary>
    public object? Result { get; init; }

    /// <summary>Where the result comes from; null where it is fixed, or a tool runs. In a decision <see cref="Result"/> is what was found.</summary>
    public ResultSource? From { get; init; }
}
