namespace Microsoft.SemanticKernel;

public sealed class KernelReturnParameterMetadata
{
    internal static KernelReturnParameterMetadata Empty { get; } = new();

    public string Description { get; init; } = string.Empty;

    public Type? ParameterType { get; init; }

    public KernelJsonSchema? Schema { get; init; }
}
