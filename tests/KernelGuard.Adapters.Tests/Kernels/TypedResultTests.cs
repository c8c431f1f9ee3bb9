using System.Text.Json;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Enforcement;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Refusals for callers that ask for a type.</summary>
[Trait("Requirement", "S5-23")]
public sealed class TypedResultTests
{
    private readonly FileTools _tools = new();

    [Fact]
    public async Task RefusedCall_OfATypeThatCannotCarryIt_ThrowsTheRefusal()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        await AssertThrowsAsync<decimal>(kernel);
        await AssertThrowsAsync<int?>(kernel);
        await AssertThrowsAsync<JsonElement>(kernel);
        await AssertThrowsAsync<FileTools>(kernel);
        await AssertThrowsAsync<List<string>>(kernel);

        Assert.Empty(_tools.Ran);
        Assert.Equal(5, fixture.Outcomes.Count);
    }

    [Fact]
    public async Task RefusedStream_OfATypeThatCannotCarryIt_ThrowsTheRefusal()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);
        var stream = kernel.InvokeStreamingAsync<byte[]>(kernel.Plugins.GetFunction("files", "del"), Etc(), TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ToolCallRefusedException>(async () =>
        {
            await foreach (var item in stream)
            {
                Assert.Fail($"the stream gave {item}");
            }
        });

        Assert.Equal("system_file", error.Refusal!.Code);
        Assert.Empty(_tools.Ran);
    }

    [Fact]
    public async Task RefusedCall_OfATypeThatCanCarryIt_IsAValue()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        var result = await kernel.InvokeAsync("files", "del", Etc(), TestContext.Current.CancellationToken);

        string[] texts =
        [
            result.ToString(),
            result.GetValue<string>()!,
            result.GetValue<object>()!.ToString()!,
            result.GetValue<ChatMessageContent>()!.Content!,
            Assert.Single(result.GetValue<IEnumerable<ChatMessageContent>>()!).ToString(),
            JsonSerializer.Serialize(result.GetValue<object>()),
        ];
        Assert.StartsWith("""{"status":"denied","executed":false,"code":"system_file",""", Assert.Single(texts.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedCall_OfALoopWrittenByHand_GivesTheModelTheRefusal()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        var content = await ScriptedChatCompletion.Call("del", "/etc/1").InvokeAsync(kernel, TestContext.Current.CancellationToken);

        Assert.StartsWith("""{"status":"denied",""", content.Result!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("""{"status":"denied",""", JsonSerializer.Serialize(content.Result), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task RefusedCall_OfAnAutomaticLoop_IsText(bool connector)
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);
        object? told = null;
        kernel.AutoFunctionInvocationFilters.Insert(0, new AutoWatcher(context => told = context.Result.GetValue<object>()));

        await kernel.TurnAsync(connector, ("del", "/etc/1"));

        Assert.IsType<string>(told);
    }

    [Fact]
    public async Task PermittedCall_OfAType_GivesIt()
    {
        await using var fixture = new GuardFixture("""
            kernelguard: 1
            policy: p
            rules:
              - { id: any, tool: "*", effect: allow }
            """);
        var kernel = new Kernel().AddPolicyFilter(fixture.Guard);
        var price = KernelFunctionFactory.CreateFromMethod((decimal amount) => amount * 2, "price");

        Assert.Equal(9m, await kernel.InvokeAsync<decimal>(price, new() { ["amount"] = 4.5m }, TestContext.Current.CancellationToken));
    }

    private static KernelArguments Etc() => new() { ["path"] = "/etc/passwd" };

    private static async Task AssertThrowsAsync<T>(Kernel kernel)
    {
        var error = await Assert.ThrowsAsync<ToolCallRefusedException>(
            () => kernel.InvokeAsync<T>("files", "del", Etc(), TestContext.Current.CancellationToken));
        Assert.Equal("system_file", error.Refusal!.Code);
        Assert.Equal(error.Refusal.ToJson(), error.Message);
    }
}
