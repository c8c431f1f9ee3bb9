namespace Microsoft.SemanticKernel;

public sealed class AutoFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly IReadOnlyList<KernelFunction>? _functions;
    private readonly bool _autoInvoke;
    private readonly FunctionChoiceBehaviorOptions? _options;

    internal AutoFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
    {
        _functions = functions?.ToList();
        _autoInvoke = autoInvoke;
        _options = options;
    }

    public override FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(FunctionChoice.Auto, Offer(_functions, context.Kernel, _autoInvoke), _autoInvoke, _options);
    }
}
