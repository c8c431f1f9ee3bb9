namespace Microsoft.SemanticKernel;

public sealed class NoneFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly IReadOnlyList<KernelFunction>? _functions;
    private readonly FunctionChoiceBehaviorOptions? _options;

    internal NoneFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, FunctionChoiceBehaviorOptions? options)
    {
        _functions = functions?.ToList();
        _options = options;
    }

    public override FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(FunctionChoice.None, Offer(_functions, context.Kernel, autoInvoke: false), autoInvoke: false, _options);
    }
}
