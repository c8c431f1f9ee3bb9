using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>The face that other libraries see: its name is that of plugin and function.</summary>
public abstract class FullyQualifiedAIFunction : AIFunction
{
    internal FullyQualifiedAIFunction(KernelFunctionMetadata metadata)
    {
        Metadata = metadata;
    }

    public KernelFunctionMetadata Metadata { get; internal init; }

    public override string Name => string.IsNullOrEmpty(Metadata.PluginName) ? Metadata.Name : $"{Metadata.PluginName}_{Metadata.Name}";
}
