using KernelGuard.Calls;
using KernelGuard.Tests.Contract;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A way that a library opens from models, or from code, to methods.</summary>
public abstract class HostSeam : ISeam
{
    /// <summary>Calls a method this way.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="tool">The tool, as <c>Plugin.Function</c>.</param>
    /// <param name="method">The method that is the tool.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the model, or the caller, gets as text.</returns>
    public abstract Task<string> CallAsync(
        ToolCallGuard guard, string tool, Delegate method, Dictionary<string, object?> arguments, CancellationToken cancellationToken);

    public async ValueTask<object?> CallAsync(
        ToolCallGuard guard,
        string tool,
        Dictionary<string, object?> arguments,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken)
    {
        Delegate method = tool == "Shop.Whoami" ? Whoami : Buy;
        return await CallAsync(guard, tool, method, arguments, cancellationToken);

        Task<object?> Whoami(string session, string agent, string user, CancellationToken token) =>
            RunAsync(new() { ["session"] = session, ["agent"] = agent, ["user"] = user }, token);

        Task<object?> Buy(double amount, int[]? list = null, CancellationToken token = default) =>
            RunAsync(new() { ["amount"] = amount, ["list"] = list }, token);

        async Task<object?> RunAsync(Dictionary<string, object?> received, CancellationToken token) => await run(FrozenObject.From(received), token);
    }
}
