using KernelGuard.Cli.CallLines;

namespace KernelGuard.Cli.Testing;

/// <summary>One call of a case, or time that passes. Immutable.</summary>
/// <param name="Line">The call; it names no tool where only time passes. Its time is when it is made, if the case says so.</param>
internal sealed record CaseStep(CallLine Line)
{
    /// <summary>How much time passes before the call.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>How often the call is made.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What is expected of each of the calls; empty where nothing is.</summary>
    public IReadOnlyList<ExpectedValue> Expected { get; init; } = [];
}
