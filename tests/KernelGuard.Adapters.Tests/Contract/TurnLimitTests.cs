using KernelGuard.Adapters.Tests.Chat;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Adapters.Tests.Kernels;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A turn of five calls against a limit of two.</summary>
[Trait("Requirement", "S4-24")]
public sealed class TurnLimitTests
{
    private const string Policy = """
        kernelguard: 1
        policy: limits
        rules:
          - { id: all, tool: [del, files.del], effect: allow }
          - { id: two, tool: [del, files.del], effect: throttle, throttle: { limit: 2, per: 1m } }
        """;

    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    public async Task ChatTurn_OverALimit_RunsUpToIt(bool foreign, bool streaming, bool concurrent)
    {
        await using var fixture = new GuardFixture(Policy);
        var model = new ScriptedChatClient([.. Enumerable.Range(1, 5).Select(i => ScriptedChatClient.Call("del", $"/tmp/{i}", $"c{i}"))]);
        using var client = model.Guarded(fixture, foreign, loop => loop.AllowConcurrentInvocation = concurrent);

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        AssertTwoRan(model.Results);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task KernelTurn_OverALimit_RunsUpToIt(bool connector)
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        AssertTwoRan(await kernel.TurnAsync(connector, [.. Enumerable.Range(1, 5).Select(i => ("del", $"/tmp/{i}"))]));
    }

    private void AssertTwoRan(IReadOnlyList<string> told)
    {
        Assert.Equal(["del /tmp/1", "del /tmp/2"], _tools.Ran.Order());
        Assert.Equal(["deleted /tmp/1", "deleted /tmp/2"], told.Take(2));
        Assert.All(told.Skip(2), text => Assert.Contains("\"retry_after_seconds\":", text, StringComparison.Ordinal));
        Assert.Equal(5, told.Count);
    }
}
