using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel;

public sealed class KernelFunctionMetadata
{
    public KernelFunctionMetadata(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    public KernelFunctionMetadata(KernelFunctionMetadata metadata)
        : this((metadata ?? throw new ArgumentNullException(nameof(metadata))).Name)
    {
        PluginName = metadata.PluginName;
        Description = metadata.Description;
        Parameters = metadata.Parameters;
        ReturnParameter = metadata.ReturnParameter;
        AdditionalProperties = metadata.AdditionalProperties;
    }

    public string Name { get; init; }

    public string? PluginName { get; init; }

    public string Description { get; init; } = string.Empty;

    public IReadOnlyList<KernelParameterMetadata> Parameters { get; init; } = [];

    public KernelReturnParameterMetadata ReturnParameter { get; init; } = KernelReturnParameterMetadata.Empty;

    public ReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, object?>.Empty;
}
