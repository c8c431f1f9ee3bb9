using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

internal sealed class KernelBuilder(IServiceCollection? services = null) : IKernelBuilder, IKernelBuilderPlugins
{
    public IServiceCollection Services { get; } = services ?? new ServiceCollection();

    public IKernelBuilderPlugins Plugins => this;

    /// <summary>Whether the services are the builder's own; those of an application are not its to build.</summary>
    internal bool CanBuild { get; } = services is null;
}
