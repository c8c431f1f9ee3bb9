using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.SemanticKernel;

public sealed partial class Kernel
{
    private readonly KernelPluginCollection _plugins;
    private readonly Dictionary<string, object?> _data = [];

    public Kernel(IServiceProvider? services = null, KernelPluginCollection? plugins = null)
    {
        Services = services ?? NoServices.Instance;
        _plugins = plugins ?? Services.GetService<KernelPluginCollection>() ?? new KernelPluginCollection(All<KernelPlugin>());
        FunctionInvocationFilters = [.. All<IFunctionInvocationFilter>()];
        PromptRenderFilters = [.. All<IPromptRenderFilter>()];
        AutoFunctionInvocationFilters = [.. All<IAutoFunctionInvocationFilter>()];
    }

    private Kernel(Kernel other)
    {
        Services = other.Services;
        Culture = other.Culture;
        // An empty list counts as none: plugins that are registered as services come back.
        _plugins = other._plugins.Count > 0 ? [.. other._plugins] : new Kernel(other.Services)._plugins;
        _data = new Dictionary<string, object?>(other._data);
        FunctionInvocationFilters = [.. other.FunctionInvocationFilters];
        PromptRenderFilters = [.. other.PromptRenderFilters];
        AutoFunctionInvocationFilters = [.. other.AutoFunctionInvocationFilters];
    }

    public IServiceProvider Services { get; }

    public KernelPluginCollection Plugins => _plugins;

    public IList<IFunctionInvocationFilter> FunctionInvocationFilters { get; }

    public IList<IPromptRenderFilter> PromptRenderFilters { get; }

    public IList<IAutoFunctionInvocationFilter> AutoFunctionInvocationFilters { get; }

    public IDictionary<string, object?> Data => _data;

    public CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    public ILoggerFactory LoggerFactory => Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    public static IKernelBuilder CreateBuilder() => new KernelBuilder();

    public Kernel Clone() => new(this);

    public T GetRequiredService<T>(object? serviceKey = null)
        where T : class =>
        (serviceKey is null ? Services.GetService<T>() : (Services as IKeyedServiceProvider)?.GetKeyedService(typeof(T), serviceKey) as T)
        ?? throw new KernelException($"Service of type '{typeof(T)}' not registered.");

    public IEnumerable<T> GetAllServices<T>()
        where T : class => All<T>();

    // GetServices throws on a provider that knows no collections.
    private IEnumerable<T> All<T>() => Services.GetService<IEnumerable<T>>() ?? [];
}
