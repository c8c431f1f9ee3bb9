using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>A chat client under a key runs functions as well as one without.</summary>
[Trait("Way", "2")]
public sealed class KeyedClientTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S2-33")]
    public async Task EnsureGuarded_KeyedClientThatRunsFunctionsItself_FailsUnlessItIsGuarded(bool guarded)
    {
        await using var fixture = new GuardFixture();
        using var model = new ScriptedChatClient();
        var builder = guarded ? model.AsBuilder().UsePolicy(fixture.Guard) : model.AsBuilder();
        using var client = builder.UseFunctionInvocation().Build();
        var kernel = _tools.Kernel(services => services.Services.AddKeyedSingleton("fast", client)).AddPolicyFilter(fixture.Guard);

        Assert.Equal(guarded ? 0 : 1, kernel.FindUngoverned().Count(problem => problem.Contains("chat client", StringComparison.Ordinal)));
    }
}
