namespace Microsoft.SemanticKernel;

public sealed class RequiredFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly IReadOnlyList<KernelFunction>? _functions;
    private readonly bool _autoInvoke;
    private readonly FunctionChoiceBehaviorOptions? _options;

    internal RequiredFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
    {
        _functions = functions?.ToList();
        _autoInvoke = autoInvoke;
        _options = options;
    }

    // Required once: a model that must call something in every round would never answer.
    public override FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var functions = context.RequestSequenceIndex > 0 ? null : Offer(_functions, context.Kernel, _autoInvoke);
        return new(FunctionChoice.Required, functions, _autoInvoke, _options);
    }
}
