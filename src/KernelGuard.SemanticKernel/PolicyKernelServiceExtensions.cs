using KernelGuard;
using KernelGuard.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.SemanticKernel;

/// <summary>Puts the guard into every kernel that services make.</summary>
public static class PolicyKernelServiceExtensions
{
    /// <summary>Judges every function call of the kernel before it runs. Call it after other filters are added.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="policyPath">A policy file or folder; null means the guard in the services, else <c>policies</c> beside the application.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddPolicyFilter(this IKernelBuilder builder, string? policyPath = null, Action<KernelPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPolicyFilter(policyPath, configure);
        return builder;
    }

    /// <summary>Judges every function call of the kernels that these services make. For <c>services.AddKernel()</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="policyPath">A policy file or folder; null means the guard in the services, else <c>policies</c> beside the application.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPolicyFilter(
        this IServiceCollection services, string? policyPath = null, Action<KernelPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddPolicyGuard(policyPath);
        if (services.Any(service => service.ServiceType == typeof(KernelPolicy)))
        {
            return services;
        }

        var options = new KernelPolicyOptions();
        configure?.Invoke(options);
        services.AddSingleton(provider => new KernelPolicy(provider.GetRequiredService<ToolCallGuard>(), options));
        services.AddSingleton<IFunctionInvocationFilter>(provider => provider.GetRequiredService<KernelPolicy>().Outer);
        services.AddSingleton<IFunctionInvocationFilter>(provider => provider.GetRequiredService<KernelPolicy>().Inner);
        services.AddSingleton<IAutoFunctionInvocationFilter>(provider => provider.GetRequiredService<KernelPolicy>().Auto);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KernelStartup>());
        return services;
    }
}
