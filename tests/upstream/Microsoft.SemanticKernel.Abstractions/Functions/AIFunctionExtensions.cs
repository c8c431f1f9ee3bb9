using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public static class AIFunctionExtensions
{
    public static KernelFunction AsKernelFunction(this AIFunction aiFunction)
    {
        ArgumentNullException.ThrowIfNull(aiFunction);
        return aiFunction as KernelFunction ?? new AIFunctionKernelFunction(aiFunction, pluginName: null);
    }

    public static async ValueTask<object?> InvokeAsync(
        this AIFunction aiFunction, Kernel kernel, AIFunctionArguments? functionArguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(aiFunction);
        ArgumentNullException.ThrowIfNull(kernel);
        var arguments = new AIFunctionArguments(functionArguments is null ? null : new Dictionary<string, object?>(functionArguments))
        {
            Services = functionArguments?.Services ?? kernel.Services,
            Context = functionArguments?.Context,
            ["AIFunctionArguments_Kernel"] = kernel,
        };
        return await aiFunction.InvokeAsync(arguments, cancellationToken);
    }
}
