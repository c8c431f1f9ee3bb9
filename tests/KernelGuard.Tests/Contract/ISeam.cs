using KernelGuard.Calls;

namespace KernelGuard.Tests.Contract;

/// <summary>A way on which calls come to a guard.</summary>
public interface ISeam
{
    /// <summary>Calls a tool this way.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="tool">The tool, as <c>Plugin.Function</c>.</param>
    /// <param name="arguments">Its arguments; the seam passes on this very dictionary where its host does.</param>
    /// <param name="run">What the tool does.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the model, or the caller, gets: the tool's result, or the refusal as JSON text.</returns>
    ValueTask<object?> CallAsync(
        ToolCallGuard guard,
        string tool,
        Dictionary<string, object?> arguments,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken);
}
