using KernelGuard.Calls;

namespace KernelGuard.Tools.Results;

/// <summary>What a tool returned when it was called with some arguments.</summary>
/// <param name="Arguments">The arguments, as they were written down.</param>
/// <param name="Result">A frozen value.</param>
internal sealed record RecordedResult(FrozenObject Arguments, object? Result)
{
    /// <summary>The arguments as a call with them would have them.</summary>
    /// <param name="tool">What is known of the tool.</param>
    public NormalArguments NormalizeFor(ToolEntry tool) => NormalArguments.Read(new ToolCall(tool.Facts.Name, Arguments), tool, CallLimits.Default);
}
