using System.Text.Json;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Enforcement;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Results that the guard gives in the place of a kernel function's own, for callers that ask for a type, or stream.</summary>
public sealed class GivenResultTests
{
    private const string Policy = """
        kernelguard: 1
        policy: results
        rules:
          - { id: price, tool: price, effect: sandbox, sandbox: { result: 7 } }
          - { id: order, tool: order, effect: sandbox, sandbox: { result: { id: o1, total: 9.5 } } }
          - { id: secret, tool: secret, effect: allow }
          - { id: hidden, tool: secret, effect: transform, transform: [{ redact: result.iban }] }
        """;

    [Fact]
    public async Task SimulatedCall_OfTheFunctionsType_GivesIt()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);
        var token = TestContext.Current.CancellationToken;

        Assert.Equal(7m, await kernel.InvokeAsync<decimal>(Function(decimal () => throw new InvalidOperationException(), "price"), cancellationToken: token));
        Assert.Equal(7, await kernel.InvokeAsync<int>(Function(Task<int> () => throw new InvalidOperationException(), "price"), cancellationToken: token));
        Assert.Equal("7", await kernel.InvokeAsync<string>(Function(string () => throw new InvalidOperationException(), "price"), cancellationToken: token));
        Assert.Equal(new Order("o1", 9.5m), await kernel.InvokeAsync<Order>(Function(ValueTask<Order> () => throw new InvalidOperationException(), "order"), cancellationToken: token));
        Assert.Equal("o1", (await kernel.InvokeAsync<JsonElement>(Function(object () => throw new InvalidOperationException(), "order"), cancellationToken: token)).GetProperty("id").GetString());
        Assert.All(fixture.Outcomes, outcome => Assert.Equal("simulated", (string?)outcome["outcome"]));
    }

    [Fact]
    public async Task RedactedResult_OfTheFunctionsType_GivesIt()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);
        var secret = Function(() => new Dictionary<string, string> { ["iban"] = "LU-12" }, "secret");

        var result = await kernel.InvokeAsync<Dictionary<string, string>>(secret, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("[redacted]", Assert.Single(result!).Value);
    }

    [Fact]
    public async Task RedactedResult_ThatCannotBeRead_IsWithheldFromTypedCallersToo()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);

        var error = await Assert.ThrowsAsync<ToolCallRefusedException>(
            () => kernel.InvokeAsync<Order>(Function(() => new Order("LU-12", 1), "secret"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(("result_withheld", true), (error.Refusal!.Code, error.Refusal.Executed));
    }

    [Fact]
    public async Task RedactedStream_OfManyItems_IsOneText()
    {
        await using var fixture = new GuardFixture(Policy);

        Assert.Equal("""{"iban":"[redacted]"}""", await StreamAsync<string>(fixture, ["{\"iban\":", "\"LU-12\"}"]));
        Assert.Contains("result_withheld", await StreamAsync<string>(fixture, ["IBAN ", "LU-12"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimulatedStream_IsOneItem()
    {
        await using var fixture = new GuardFixture(Policy);

        Assert.Equal("7", await StreamAsync<StreamingKernelContent>(fixture, [], "price"));
    }

    [Fact]
    public async Task GivenStream_OfATypeThatCannotCarryIt_ShowsNothing()
    {
        await using var fixture = new GuardFixture(Policy);

        await Assert.ThrowsAsync<ToolCallRefusedException>(() => StreamAsync<int>(fixture, [1, 2]));
        await Assert.ThrowsAsync<ToolCallRefusedException>(() => StreamAsync<byte[]>(fixture, ["{}"u8.ToArray()]));
        await Assert.ThrowsAsync<InvalidCastException>(() => StreamAsync<byte[]>(fixture, ["{}"u8.ToArray()], "price"));
    }

    private static KernelFunction Function(Delegate method, string name) => KernelFunctionFactory.CreateFromMethod(method, name);

    private static async Task<string> StreamAsync<T>(GuardFixture fixture, T[] items, string name = "secret")
    {
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);
        var text = "";
        await foreach (var item in kernel.InvokeStreamingAsync<T>(Function(Items, name), cancellationToken: TestContext.Current.CancellationToken))
        {
            text += item;
        }

        return text;

        async IAsyncEnumerable<T> Items()
        {
            foreach (var item in items)
            {
                await Task.Yield();
                yield return item;
            }
        }
    }

    private sealed record Order(string Id, decimal Total);
}
