namespace Microsoft.SemanticKernel;

public static class KernelFunctionExtensions
{
    public static KernelFunction WithKernel(this KernelFunction kernelFunction, Kernel? kernel = null, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(kernelFunction);
        var clone = kernelFunction.Clone(pluginName ?? kernelFunction.PluginName);
        clone.OwnKernel = kernel;
        return clone;
    }
}
