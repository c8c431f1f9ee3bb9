using KernelGuard.Calls;

namespace KernelGuard.Tests.Root;

/// <summary>The contract, on the plain call around a callback.</summary>
public sealed class PlainCallTests : GuardContract
{
    protected override async ValueTask<object?> CallAsync(
        ToolCallGuard guard,
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken)
    {
        var outcome = await guard.InvokeAsync(new ToolCall(tool, arguments), run, cancellationToken);
        return outcome.Result;
    }
}
