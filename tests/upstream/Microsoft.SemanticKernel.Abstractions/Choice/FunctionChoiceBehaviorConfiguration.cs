namespace Microsoft.SemanticKernel;

public sealed class FunctionChoiceBehaviorConfiguration
{
    internal FunctionChoiceBehaviorConfiguration(FunctionChoice choice, IReadOnlyList<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
    {
        Choice = choice;
        Functions = functions;
        AutoInvoke = autoInvoke;
        Options = options ?? new FunctionChoiceBehaviorOptions();
    }

    public FunctionChoice Choice { get; }

    public IReadOnlyList<KernelFunction>? Functions { get; }

    public bool AutoInvoke { get; internal set; }

    public FunctionChoiceBehaviorOptions Options { get; }
}
