using KernelGuard;
using KernelGuard.Facts;
using KernelGuard.Rules;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the guard.</summary>
public static class GuardServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="ToolCallGuard"/> as a singleton. Its policies are loaded when the host starts, so that broken ones stop the start.</summary>
    /// <param name="services">The services.</param>
    /// <param name="policyPath">A policy file or folder; null means <c>policies</c> beside the application.</param>
    /// <param name="configure">Sets options, after those of the configuration system.</param>
    public static IServiceCollection AddPolicyGuard(
        this IServiceCollection services, string? policyPath = null, Action<GuardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<GuardOptions>();
        if (policyPath is not null)
        {
            options.Configure(o => o.PolicyPath = policyPath);
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<GuardOptions>>().Value;
            options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            options.Agents.Directory ??= provider.GetService<IAgentDirectory>();
            foreach (var facts in provider.GetServices<IFactProvider>())
            {
                options.Facts.Use(facts);
            }

            foreach (var rule in provider.GetServices<IGuardRule>())
            {
                options.Rules.Add(rule);
            }

            return GuardBuilder.Build(options);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GuardStartup>());
        return services;
    }

    /// <summary>The same, with all that is to be said of the guard in options: <c>o.PolicyPath = null</c> makes it one of rules in code alone.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options, after those of the configuration system.</param>
    public static IServiceCollection AddPolicyGuard(this IServiceCollection services, Action<GuardOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddPolicyGuard(policyPath: null, configure);
    }
}
