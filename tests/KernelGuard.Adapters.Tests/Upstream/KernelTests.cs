using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>How kernels come to be, and what their copies share.</summary>
public sealed class KernelTests
{
    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    [Fact]
    [Trait("Observed", "E8a,E8b")]
    public void Clone_HasTheFiltersOfThatMoment()
    {
        var kernel = Build();
        var clone = kernel.Clone();
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("later", _log));
        Assert.Single(clone.FunctionInvocationFilters);

        kernel.FunctionInvocationFilters.Clear();
        Assert.Empty(kernel.Clone().FunctionInvocationFilters);
    }

    [Fact]
    [Trait("Observed", "E8c")]
    public void Clone_OfAKernelWithClearedPlugins_GetsThoseOfTheServices()
    {
        var kernel = Build();
        kernel.Plugins.Clear();

        Assert.Empty(kernel.Plugins);
        Assert.Single(kernel.Clone().Plugins);
    }

    [Fact]
    [Trait("Observed", "E8d")]
    public void NewKernel_OfTheSameServices_HasTheFiltersOfTheServicesOnly()
    {
        var kernel = Build();
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("list", _log));

        Assert.Single(new Kernel(kernel.Services).FunctionInvocationFilters);
        Assert.Empty(new Kernel().FunctionInvocationFilters);
    }

    [Fact]
    [Trait("Observed", "E8e")]
    public void AddKernel_EachResolution_IsAnotherKernel()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter("di", _log));
        services.AddKernel().Plugins.Add(_tool.Plugin);
        using var provider = services.BuildServiceProvider();

        var first = provider.GetRequiredService<Kernel>();
        first.FunctionInvocationFilters.Add(new FunctionFilter("list", _log));
        var second = provider.GetRequiredService<Kernel>();

        Assert.NotSame(first, second);
        Assert.Single(second.FunctionInvocationFilters);
        Assert.Single(second.Plugins);
        Assert.Same(_tool.Plugin["del"], second.Plugins["files"]["del"]);
    }

    [Fact]
    public void AddKernel_Builder_CannotBuild()
    {
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddKernel().Build());
    }

    [Fact]
    [Trait("Observed", "E8f")]
    public void Data_OfAClone_IsItsOwn()
    {
        var kernel = Build();
        kernel.Data["a"] = 1;
        var clone = kernel.Clone();
        clone.Data["b"] = 2;

        Assert.Equal((1, false, false), (clone.Data["a"], kernel.Data.ContainsKey("b"), kernel.Data.ContainsKey("A")));
    }

    [Fact]
    public void Services_OfAKernel_AreThoseOfItsBuilder()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton("text");
        var kernel = builder.Build();

        Assert.Equal("text", kernel.GetRequiredService<string>());
        Assert.Equal(["text"], kernel.GetAllServices<string>());
        Assert.Throws<KernelException>(() => kernel.GetRequiredService<Version>());
        Assert.Empty(new Kernel().GetAllServices<string>());
        Assert.Empty(new Kernel().Services.GetServices<string>());
    }

    [Fact]
    [Trait("Observed", "X7")]
    public void Plugin_TakesACopyOfAFunction_WithItsMetadata()
    {
        var function = KernelFunctionFactory.CreateFromMethod(_tool.Delete, new KernelFunctionFromMethodOptions
        {
            FunctionName = "del",
            AdditionalMetadata = new(new Dictionary<string, object?> { ["tag"] = 1 }),
        });

        var copy = KernelPluginFactory.CreateFromFunctions("files", [function])["del"];

        Assert.NotSame(function, copy);
        Assert.Equal(("files", 1), (copy.PluginName, copy.Metadata.AdditionalProperties["tag"]));
        Assert.False(copy.AdditionalProperties.ContainsKey("tag"));
        Assert.Equal(1, copy.WithKernel(new Kernel()).Metadata.AdditionalProperties["tag"]);
    }

    [Fact]
    public void Plugins_UnknownNames_AreRefused()
    {
        var kernel = Build();

        Assert.Throws<KeyNotFoundException>(() => kernel.Plugins.GetFunction("files", "none"));
        Assert.False(kernel.Plugins.TryGetFunction("none", "del", out _));
        Assert.True(kernel.Plugins.TryGetFunction(pluginName: null, "del", out _));
        Assert.True(kernel.Plugins.Contains("FILES"));
        Assert.Throws<ArgumentException>(() => kernel.Plugins.Add(_tool.Plugin));
    }

    private Kernel Build()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter("di", _log));
        builder.Plugins.Add(_tool.Plugin);
        return builder.Build();
    }
}
