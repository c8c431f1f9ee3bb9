using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>A function of Microsoft.Extensions.AI in a plugin. Its markers, services and the ignoring of case are lost.</summary>
internal sealed class AIFunctionKernelFunction(AIFunction inner, string? pluginName) : KernelFunction(Describe(inner, pluginName))
{
    private readonly AIFunction _aiFunction = inner;

    public override KernelFunction Clone(string? pluginName = null) => new AIFunctionKernelFunction(_aiFunction, pluginName);

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var copy = new AIFunctionArguments(arguments.ToDictionary(StringComparer.Ordinal));
        return new FunctionResult(this, await _aiFunction.InvokeAsync(copy, cancellationToken), kernel.Culture);
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var result = await InvokeCoreAsync(kernel, arguments, cancellationToken);
        yield return result.GetValue<TResult>()!;
    }

    private static KernelFunctionMetadata Describe(AIFunction function, string? pluginName) =>
        new(function.Name) { PluginName = pluginName, Description = function.Description, Parameters = [.. Parameters(function)] };

    private static IEnumerable<KernelParameterMetadata> Parameters(AIFunction function)
    {
        var required = function.JsonSchema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return function.JsonSchema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => new KernelParameterMetadata(property.Name)
            {
                IsRequired = required.Contains(property.Name),
                Schema = new KernelJsonSchema(property.Value),
            })
            : [];
    }
}
