using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.SemanticKernel;

internal sealed class KernelFunctionFromMethod(MethodInfo method, object? target, KernelFunctionMetadata metadata) : KernelFunction(metadata)
{
    public override KernelFunction Clone(string? pluginName = null) =>
        new KernelFunctionFromMethod(method, target, new KernelFunctionMetadata(Metadata) { PluginName = pluginName });

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var value = await UnwrapAsync(Call(kernel, arguments, cancellationToken));
        return value as FunctionResult ?? new FunctionResult(this, value, kernel.Culture);
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var returned = Call(kernel, arguments, cancellationToken);
        if (returned is IAsyncEnumerable<TResult> items)
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                yield return item;
            }

            yield break;
        }

        var value = await UnwrapAsync(returned);
        value = value is FunctionResult result ? result.Value : value;
        if (value is null)
        {
            yield break;
        }

        yield return value is TResult typed ? typed
            : typeof(TResult).IsAssignableFrom(typeof(StreamingMethodContent)) ? (TResult)(object)new StreamingMethodContent(value, Metadata.AdditionalProperties)
            : throw new NotSupportedException($"Streaming function {Name} does not support type {typeof(TResult)}");
    }

    private object? Call(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var values = new MethodArguments(this, kernel, arguments, cancellationToken);
        return method.Invoke(
            target, BindingFlags.DoNotWrapExceptions, binder: null, [.. method.GetParameters().Select(parameter => values[parameter])], culture: null);
    }

    private static async Task<object?> UnwrapAsync(object? returned)
    {
        if (returned is ValueTask valueTask)
        {
            await valueTask;
            return null;
        }

        if (returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            returned = type.GetMethod(nameof(ValueTask<object>.AsTask))!.Invoke(returned, null);
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        // An async method without a result is a task of a type that nobody can name.
        var resultType = task.GetType().GetProperty(nameof(Task<object>.Result))?.PropertyType;
        return resultType is null || resultType.Name == "VoidTaskResult" ? null : task.GetType().GetProperty(nameof(Task<object>.Result))!.GetValue(task);
    }
}
