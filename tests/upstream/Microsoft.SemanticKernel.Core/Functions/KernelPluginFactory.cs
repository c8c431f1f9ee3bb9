using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public static class KernelPluginFactory
{
    public static KernelPlugin CreateFromFunctions(string pluginName, IEnumerable<KernelFunction>? functions) =>
        CreateFromFunctions(pluginName, description: null, functions);

    public static KernelPlugin CreateFromFunctions(string pluginName, string? description = null, IEnumerable<KernelFunction>? functions = null) =>
        new DefaultKernelPlugin(pluginName, description, functions);

    public static KernelPlugin CreateFromObject(object target, string? pluginName = null, ILoggerFactory? loggerFactory = null)
    {
        _ = loggerFactory;
        ArgumentNullException.ThrowIfNull(target);
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var functions = target.GetType().GetMethods(All)
            .Where(method => method.IsDefined(typeof(KernelFunctionAttribute)))
            .Select(method => KernelFunctionFactory.CreateFromMethod(method, method.IsStatic ? null : target))
            .ToList();
        return functions.Count == 0
            ? throw new ArgumentException($"The {target.GetType()} instance doesn't implement any [KernelFunction]-attributed methods.", nameof(target))
            : CreateFromFunctions(pluginName ?? target.GetType().Name, description: null, functions);
    }

    public static KernelPlugin CreateFromType<T>(string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        CreateFromObject(
            serviceProvider is null ? Activator.CreateInstance<T>()! : ActivatorUtilities.CreateInstance<T>(serviceProvider)!,
            pluginName ?? typeof(T).Name);
}
