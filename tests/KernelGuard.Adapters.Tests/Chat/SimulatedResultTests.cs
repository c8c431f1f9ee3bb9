using System.ComponentModel;
using System.Text.Json;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Results that are made up by the schema that a function brings, and recorded ones that are found by its arguments.</summary>
public sealed class SimulatedResultTests
{
    private const string Policy = """
        kernelguard: 1
        policy: rehearsal
        tools:
          find: { recorded: [{ args: { id: 7 }, result: { id: seven, lines: [] } }] }
        rules:
          - { id: made, tool: [order, shop.order], effect: sandbox, sandbox: { from: schema } }
          - { id: found, tool: find, effect: sandbox, sandbox: { from: recorded } }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "S4-30")]
    [Trait("Requirement", "S4-31")]
    public async Task AIFunction_WithAReturnSchema_IsAnsweredByAValueOfItsType()
    {
        await using var fixture = new GuardFixture(Policy);
        var function = AIFunctionFactory.Create(Order () => throw new InvalidOperationException("the tool ran"), "order");
        Assert.NotNull(function.ReturnJsonSchema);

        var result = Assert.IsType<JsonElement>(await new GuardedAIFunction(function, fixture.Guard).InvokeAsync(new AIFunctionArguments(), Cancellation));

        var order = result.Deserialize<Order>(AIJsonUtilities.DefaultOptions);
        Assert.Equal((0, OrderState.Open), (order!.Lines.Count, order.State));
        Assert.Equal("simulated", (string?)Assert.Single(fixture.Outcomes)["outcome"]);
    }

    [Fact]
    public async Task AIFunction_Recorded_IsFoundByItsNormalisedArguments()
    {
        await using var fixture = new GuardFixture(Policy);
        var function = new GuardedAIFunction(AIFunctionFactory.Create(string (int id, bool all = false) => throw new InvalidOperationException($"{id} {all}"), "find"), fixture.Guard);

        Assert.Equal("""{"id":"seven","lines":[]}""", $"{await function.InvokeAsync(new AIFunctionArguments { ["ID"] = "7" }, Cancellation)}");
        Assert.Contains("no_substitute", $"{await function.InvokeAsync(new AIFunctionArguments { ["id"] = 8 }, Cancellation)}", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-31")]
    public async Task KernelFunction_WithAReturnSchema_IsAnsweredByAValueOfItsType()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);
        var returned = new KernelReturnParameterMetadata
        {
            ParameterType = typeof(Order),
            Schema = KernelJsonSchema.Parse(AIJsonUtilities.CreateJsonSchema(typeof(Order)).GetRawText()),
        };
        var function = KernelFunctionFactory.CreateFromMethod(Order () => throw new InvalidOperationException("the tool ran"), "order", returnParameter: returned);
        kernel.Plugins.AddFromFunctions("shop", [function]);

        var order = await kernel.InvokeAsync<Order>(kernel.Plugins["shop"]["order"], cancellationToken: Cancellation);

        Assert.Equal((0, OrderState.Open), (order!.Lines.Count, order.State));
        Assert.Equal("simulated", (string?)Assert.Single(fixture.Outcomes)["outcome"]);
    }

    [Fact]
    [Trait("Requirement", "S4-36")]
    public async Task AIFunction_WithoutAReturnSchema_IsRefused()
    {
        await using var fixture = new GuardFixture(Policy);
        var function = AIFunctionFactory.Create(Task () => throw new InvalidOperationException("the tool ran"), "order");

        Assert.Contains("no_substitute", $"{await new GuardedAIFunction(function, fixture.Guard).InvokeAsync(new AIFunctionArguments(), Cancellation)}", StringComparison.Ordinal);
    }

    private sealed record Order(string Id, [property: Description("Where it is.")] OrderState State, decimal Total, IReadOnlyList<string> Lines, Order? Replaces = null);

    private enum OrderState
    {
        Open,
        Shipped,
    }
}
