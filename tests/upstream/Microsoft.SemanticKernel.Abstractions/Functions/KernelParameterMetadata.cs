namespace Microsoft.SemanticKernel;

public sealed class KernelParameterMetadata(string name)
{
    public string Name { get; init; } = name;

    public string Description { get; init; } = string.Empty;

    public object? DefaultValue { get; init; }

    public bool IsRequired { get; init; }

    public Type? ParameterType { get; init; }

    public KernelJsonSchema? Schema { get; init; }
}
