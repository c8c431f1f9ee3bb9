using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

public abstract class KernelFunction : FullyQualifiedAIFunction
{
    private const string KernelArgument = "AIFunctionArguments_Kernel";

    internal KernelFunction(KernelFunctionMetadata metadata, IReadOnlyDictionary<string, PromptExecutionSettings>? executionSettings = null)
        : base(metadata)
    {
        ExecutionSettings = executionSettings;
        JsonSchema = CreateSchema(metadata);
    }

    public new virtual string Name => Metadata.Name;

    public virtual string? PluginName => Metadata.PluginName;

    public override string Description => Metadata.Description;

    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings { get; }

    public override JsonElement JsonSchema { get; }

    /// <summary>The kernel that calls from outside Semantic Kernel use, unless their arguments bring one.</summary>
    internal Kernel? OwnKernel { get; set; }

    public async Task<FunctionResult> InvokeAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        arguments ??= [];
        FunctionResult? result = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = CreateContext(kernel, arguments, isStreaming: false, cancellationToken);
            await FilterPipeline.RunAsync(kernel, context, async c => c.Result = result = await InvokeCoreAsync(kernel, c.Arguments, cancellationToken));
            return context.Result;
        }
        catch (OperationCanceledException e)
        {
            throw new KernelFunctionCanceledException(kernel, this, arguments, result, e);
        }
    }

    public async Task<TResult?> InvokeAsync<TResult>(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        (await InvokeAsync(kernel, arguments, cancellationToken)).GetValue<TResult>();

    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(
        Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        InvokeStreamingAsync<StreamingKernelContent>(kernel, arguments, cancellationToken);

    // The filters run before the first item; the function runs as its items are taken, after the filters have returned.
    public async IAsyncEnumerable<TResult> InvokeStreamingAsync<TResult>(
        Kernel kernel, KernelArguments? arguments = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        arguments ??= [];
        await using var items = await OrCanceledAsync(kernel, arguments, () => StartStreamAsync<TResult>(kernel, arguments, cancellationToken));
        while (items is not null && await OrCanceledAsync(kernel, arguments, () => items.MoveNextAsync().AsTask()))
        {
            yield return items.Current;
        }
    }

    public abstract KernelFunction Clone(string? pluginName = null);

    public override string ToString() => string.IsNullOrEmpty(PluginName) ? Name : $"{PluginName}.{Name}";

    protected abstract ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);

    protected abstract IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);

    // No filter runs here: this is the way in that knows of no kernel.
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var kernel = FindKernel(arguments);
        var result = await InvokeCoreAsync(kernel!, new KernelArguments(arguments), cancellationToken);
        return result.Value is null ? null : JsonSerializer.SerializeToElement(result.Value, result.Value.GetType(), JsonSerializerOptions);
    }

    private async Task<IAsyncEnumerator<TResult>?> StartStreamAsync<TResult>(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = CreateContext(kernel, arguments, isStreaming: true, cancellationToken);
        await FilterPipeline.RunAsync(kernel, context, c =>
        {
            c.Result = new FunctionResult(this, InvokeStreamingCoreAsync<TResult>(kernel, c.Arguments, cancellationToken), kernel.Culture);
            return Task.CompletedTask;
        });
        return context.Result.GetValue<IAsyncEnumerable<TResult>>()?.GetAsyncEnumerator(cancellationToken);
    }

    private async Task<T> OrCanceledAsync<T>(Kernel kernel, KernelArguments arguments, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException e)
        {
            throw new KernelFunctionCanceledException(kernel, this, arguments, functionResult: null, e);
        }
    }

    // Whatever stands under the well-known key is taken for the kernel, even if the model sent it.
    private Kernel? FindKernel(AIFunctionArguments arguments) =>
        arguments.TryGetValue(KernelArgument, out var kernel)
            ? kernel as Kernel
            : arguments.Services?.GetService<Kernel>() ?? OwnKernel ?? new Kernel(arguments.Services);

    private FunctionInvocationContext CreateContext(Kernel kernel, KernelArguments arguments, bool isStreaming, CancellationToken cancellationToken) =>
        new(kernel, this, arguments, new FunctionResult(this, value: null, kernel.Culture)) { IsStreaming = isStreaming, CancellationToken = cancellationToken };

    private static JsonElement CreateSchema(KernelFunctionMetadata metadata)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in metadata.Parameters)
        {
            properties[parameter.Name] = parameter.Schema is { } known ? JsonNode.Parse(known.ToString()) : new JsonObject { ["type"] = "string" };
            if (parameter.IsRequired)
            {
                required.Add((JsonNode?)parameter.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["condition"] = metadata.Description, ["properties"] = properties, ["required"] = required };
        return JsonElement.Parse(schema.ToJsonString());
    }
}
