namespace Microsoft.SemanticKernel;

public abstract class FunctionChoiceBehavior
{
    internal FunctionChoiceBehavior()
    {
    }

    public static FunctionChoiceBehavior Auto(
        IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new AutoFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior Required(
        IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new RequiredFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior None(IEnumerable<KernelFunction>? functions = null, FunctionChoiceBehaviorOptions? options = null) =>
        new NoneFunctionChoiceBehavior(functions, options);

    public abstract FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context);

    /// <summary>The functions to offer: those of the kernel, all or the listed ones. The kernel is what runs them.</summary>
    internal static IReadOnlyList<KernelFunction>? Offer(IReadOnlyList<KernelFunction>? listed, Kernel? kernel, bool autoInvoke)
    {
        if (autoInvoke && kernel is null)
        {
            throw new KernelException("Auto-invocation is not supported when no kernel is provided.");
        }

        if (listed is null)
        {
            return kernel is null ? null : [.. kernel.Plugins.SelectMany(plugin => plugin)];
        }

        return !autoInvoke
            ? listed
            : [.. listed.Select(function => kernel!.Plugins.TryGetFunction(function.PluginName, function.Name, out var found)
                ? found
                : throw new KernelException($"The specified function {function} is not available in the kernel."))];
    }
}
