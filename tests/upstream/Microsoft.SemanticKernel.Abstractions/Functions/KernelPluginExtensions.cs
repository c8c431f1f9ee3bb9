using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public static class KernelPluginExtensions
{
    public static bool Contains(this IReadOnlyKernelPluginCollection plugins, string pluginName)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.TryGetPlugin(pluginName, out _);
    }

    public static KernelFunction GetFunction(this IReadOnlyKernelPluginCollection plugins, string? pluginName, string functionName) =>
        plugins.TryGetFunction(pluginName, functionName, out var function)
            ? function
            : throw new KeyNotFoundException(NotFound(pluginName, functionName));

    /// <summary>Without a plugin name the first function of that name is found, in whatever plugin it is.</summary>
    public static bool TryGetFunction(
        this IReadOnlyKernelPluginCollection plugins, string? pluginName, string functionName, [NotNullWhen(true)] out KernelFunction? func)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(functionName);
        func = null;
        if (string.IsNullOrWhiteSpace(pluginName))
        {
            func = plugins.Select(plugin => plugin.TryGetFunction(functionName, out var found) ? found : null).FirstOrDefault(found => found is not null);
        }
        else if (plugins.TryGetPlugin(pluginName, out var plugin))
        {
            plugin.TryGetFunction(functionName, out func);
        }

        return func is not null;
    }

    internal static string NotFound(string? pluginName, string functionName) =>
        $"The plugin collection does not contain a plugin and/or function with the specified names. Plugin name - '{pluginName}', function name - '{functionName}'.";

    public static IList<KernelFunctionMetadata> GetFunctionsMetadata(this IEnumerable<KernelPlugin> plugins) =>
        [.. plugins.SelectMany(plugin => plugin.GetFunctionsMetadata())];
}
