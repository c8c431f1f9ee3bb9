using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public static class KernelExtensions
{
    public static Kernel Build(this IKernelBuilder builder) =>
        builder is KernelBuilder { CanBuild: true }
            ? new Kernel(builder.Services.BuildServiceProvider())
            : throw new InvalidOperationException("Build is not permitted on instances returned from AddKernel. Resolve the Kernel from the service provider.");

    public static KernelFunction CreateFunctionFromMethod(
        this Kernel kernel,
        Delegate method,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null) =>
        KernelFunctionFactory.CreateFromMethod(method, functionName, description, parameters, returnParameter, kernel?.LoggerFactory);

    public static KernelFunction CreateFunctionFromPrompt(
        this Kernel kernel,
        string promptTemplate,
        PromptExecutionSettings? executionSettings = null,
        string? functionName = null,
        string? description = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null) =>
        KernelFunctionFactory.CreateFromPrompt(
            promptTemplate, executionSettings, functionName, description, templateFormat, promptTemplateFactory, kernel?.LoggerFactory);

    public static KernelPlugin ImportPluginFromFunctions(this Kernel kernel, string pluginName, IEnumerable<KernelFunction>? functions) =>
        Owner(kernel).Plugins.AddFromFunctions(pluginName, functions);

    public static KernelPlugin ImportPluginFromObject(this Kernel kernel, object target, string? pluginName = null) =>
        Owner(kernel).Plugins.AddFromObject(target, pluginName);

    public static KernelPlugin ImportPluginFromType<T>(this Kernel kernel, string? pluginName = null) =>
        Owner(kernel).Plugins.AddFromType<T>(pluginName, kernel.Services);

    public static KernelPlugin AddFromFunctions(this ICollection<KernelPlugin> plugins, string pluginName, IEnumerable<KernelFunction>? functions) =>
        Added(plugins, KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    public static KernelPlugin AddFromObject(
        this ICollection<KernelPlugin> plugins, object target, string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        Added(plugins, KernelPluginFactory.CreateFromObject(target, pluginName, serviceProvider?.GetService<ILoggerFactory>()));

    public static KernelPlugin AddFromType<T>(this ICollection<KernelPlugin> plugins, string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        Added(plugins, KernelPluginFactory.CreateFromType<T>(pluginName, serviceProvider));

    public static IKernelBuilderPlugins Add(this IKernelBuilderPlugins plugins, KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(plugin);
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromFunctions(this IKernelBuilderPlugins plugins, string pluginName, IEnumerable<KernelFunction>? functions) =>
        plugins.Add(KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    public static IKernelBuilderPlugins AddFromObject(this IKernelBuilderPlugins plugins, object target, string? pluginName = null) =>
        plugins.Add(KernelPluginFactory.CreateFromObject(target, pluginName));

    public static IKernelBuilderPlugins AddFromType<T>(this IKernelBuilderPlugins plugins, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(services => KernelPluginFactory.CreateFromType<T>(pluginName, services));
        return plugins;
    }

    public static Task<FunctionResult> InvokePromptAsync(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        Prompt(nameof(InvokePromptAsync), promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig)
            .InvokeAsync(kernel, arguments, cancellationToken);

    public static Task<T?> InvokePromptAsync<T>(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        Prompt(nameof(InvokePromptAsync), promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig)
            .InvokeAsync<T>(kernel, arguments, cancellationToken);

    public static IAsyncEnumerable<StreamingKernelContent> InvokePromptStreamingAsync(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        InvokePromptStreamingAsync<StreamingKernelContent>(
            kernel, promptTemplate, arguments, templateFormat, promptTemplateFactory, promptTemplateConfig, cancellationToken);

    public static IAsyncEnumerable<T> InvokePromptStreamingAsync<T>(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        Prompt(nameof(InvokePromptStreamingAsync), promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig)
            .InvokeStreamingAsync<T>(kernel, arguments, cancellationToken);

    private static KernelFunction Prompt(string caller, string template, string? format, IPromptTemplateFactory? factory, PromptTemplateConfig? config)
    {
        config ??= new PromptTemplateConfig { Name = $"{caller}_{Guid.NewGuid():N}" };
        config.Template = template;
        config.TemplateFormat = format ?? config.TemplateFormat;
        return KernelFunctionFactory.CreateFromPrompt(config, factory);
    }

    private static Kernel Owner(Kernel kernel) => kernel ?? throw new ArgumentNullException(nameof(kernel));

    private static KernelPlugin Added(ICollection<KernelPlugin> plugins, KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Add(plugin);
        return plugin;
    }
}
