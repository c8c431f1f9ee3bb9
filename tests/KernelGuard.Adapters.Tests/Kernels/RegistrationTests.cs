using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Kernels of every make, and the alarm where one is not guarded.</summary>
public sealed class RegistrationTests
{
    private readonly FileTools _tools = new();

    [Fact]
    [Trait("Way", "4")]
    [Trait("Requirement", "S2-33")]
    [Trait("Requirement", "S3-55")]
    public async Task TransientKernels_OfServices_AreAllGuarded()
    {
        await using var fixture = new GuardFixture();
        var services = new ServiceCollection();
        services.AddKernel().Plugins.Add(_tools.Plugin());
        services.AddPolicyFilter(fixture.Path);
        await using var provider = services.BuildServiceProvider();

        var first = provider.GetRequiredService<Kernel>().EnsureGuarded();
        var second = provider.GetRequiredService<Kernel>().EnsureGuarded();

        Assert.NotSame(first, second);
        Assert.Contains("system_file", await first.CallAsync("del", "/etc/1"), StringComparison.Ordinal);
        Assert.Contains("system_file", await second.CallAsync("del", "/etc/2"), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Fact]
    [Trait("Requirement", "S4-63")]
    public async Task Builder_WithAPath_GuardsTheKernel()
    {
        await using var fixture = new GuardFixture();

        var kernel = _tools.Kernel(builder => builder.AddPolicyFilter(fixture.Path)).EnsureGuarded();

        Assert.Contains("system_file", await kernel.CallAsync("del", "/etc/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_WithoutAPath_TakesTheGuardOfItsServices()
    {
        await using var fixture = new GuardFixture();

        var kernel = _tools.Kernel(builder => builder.Services.AddSingleton(fixture.Guard)).AddPolicyFilter();
        await kernel.CallAsync("del", "/etc/1");

        Assert.Single(fixture.Decisions);
    }

    [Fact]
    [Trait("Requirement", "S2-33")]
    public void AddPolicyFilter_WithoutPolicies_FailsAtOnce() =>
        Assert.ThrowsAny<Exception>(() => _tools.Kernel().AddPolicyFilter(Path.Combine(Path.GetTempPath(), "kernelguard-no-such-folder")));

    [Fact]
    [Trait("Way", "4")]
    [Trait("Requirement", "S2-33")]
    public void EnsureGuarded_NoFilters_NamesEveryTool()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _tools.Kernel().EnsureGuarded());

        Assert.Contains("`files.del`", error.Message, StringComparison.Ordinal);
        Assert.Contains("`files.wipe`", error.Message, StringComparison.Ordinal);
        Assert.Contains("AddPolicyFilter()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Way", "2")]
    [Trait("Requirement", "S2-33")]
    public async Task EnsureGuarded_ChatClientThatRunsFunctionsItself_Fails()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel(builder => builder.Services.AddSingleton(new ScriptedChatClient().AsBuilder().UseFunctionInvocation().Build()))
            .AddPolicyFilter(fixture.Guard);

        Assert.Contains("UseKernelFunctionInvocation", Assert.Throws<InvalidOperationException>(kernel.EnsureGuarded).Message, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S2-33")]
    public async Task Host_WithAnUngovernedKernel_RefusesToStartOrAlarms(bool strict)
    {
        await using var fixture = new GuardFixture();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(fixture.Guard);
        builder.Services.AddSingleton(_ => _tools.Kernel());
        builder.Services.AddPolicyFilter(configure: options => options.RequireGuardedAtStart = strict);
        using var host = builder.Build();

        if (strict)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
            return;
        }

        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal([GuardAlarm.Ungoverned], fixture.Alarms);
    }

    [Fact]
    [Trait("Requirement", "S2-33")]
    public async Task HealthCheck_SaysWhetherTheKernelIsGuarded()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel();
        var check = new KernelPolicyHealthCheck(kernel);

        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
        kernel.AddPolicyFilter(fixture.Guard);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }
}
