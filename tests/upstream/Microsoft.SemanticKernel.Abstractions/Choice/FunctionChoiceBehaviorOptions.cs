namespace Microsoft.SemanticKernel;

public sealed class FunctionChoiceBehaviorOptions
{
    public bool? AllowParallelCalls { get; set; }

    public bool AllowConcurrentInvocation { get; set; }
}
