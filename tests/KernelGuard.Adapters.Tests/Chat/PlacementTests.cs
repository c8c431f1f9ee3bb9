using System.Reflection;
using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Wherever UsePolicy stands, and whatever is replaced later.</summary>
public sealed class PlacementTests
{
    private readonly FileTools _tools = new();

    private static ScriptedChatClient Model() => new([ScriptedChatClient.Call("del", "/etc/passwd")]);

    [Fact]
    [Trait("Way", "16")]
    public async Task Build_OverSemanticKernelsClient_SaysToUseTheFilter()
    {
        await using var fixture = new GuardFixture();
        var builder = Model().AsBuilder().UsePolicy(fixture.Guard).UseKernelFunctionInvocation();

        var error = Assert.Throws<InvalidOperationException>(() => builder.Build());

        Assert.Contains("AddPolicyFilter()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Way", "17")]
    public async Task Build_OverAClientOfAnotherType_IsAnError()
    {
        await using var fixture = new GuardFixture();
        var builder = Model().AsBuilder().UsePolicy(fixture.Guard).Use(inner => new OwnLoop(inner));

        Assert.Contains("OwnLoop", Assert.Throws<InvalidOperationException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_Twice_IsAnError()
    {
        await using var fixture = new GuardFixture();

        Assert.Throws<InvalidOperationException>(() => Model().AsBuilder().UsePolicy(fixture.Guard).UsePolicy(fixture.Guard).Build());
        Assert.Throws<InvalidOperationException>(() => Model().AsBuilder().UsePolicy(fixture.Guard).UsePolicy(fixture.Guard).UseFunctionInvocation().Build());
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "17")]
    public async Task TwoLoopsFurtherInside_Call_IsJudgedOnce(bool streaming, bool additional)
    {
        await using var fixture = new GuardFixture();
        using var model = Model();
        using var client = model.AsBuilder().UsePolicy(fixture.Guard).UseFunctionInvocation().UseFunctionInvocation().Build();
        if (additional)
        {
            InnermostLoop(client).AdditionalTools = [_tools.DeleteFunction()];
        }

        await client.AskAsync(streaming, additional ? null : ChatTurn.With(_tools.DeleteFunction()));

        Assert.Empty(_tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "18")]
    [Trait("Requirement", "S5-13")]
    public async Task FunctionInvoker_ReplacedLater_StillMeetsTheGuard(bool foreign, bool streaming, bool additional)
    {
        await using var fixture = new GuardFixture();
        using var model = Model();
        using var client = model.Guarded(fixture, foreign, loop => loop.AdditionalTools = additional ? [_tools.DeleteFunction()] : null);
        client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = (context, token) => context.Function.InvokeAsync(context.Arguments, token);

        await client.AskAsync(streaming, additional ? null : ChatTurn.With(_tools.DeleteFunction()));

        Assert.Empty(_tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "18")]
    public async Task FunctionInvoker_ThatChangesArguments_IsJudgedOnTheChangedOnes(bool foreign, bool additional)
    {
        await using var fixture = new GuardFixture();
        using var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")]);
        using var client = model.AsBuilder().UsePolicy(fixture.Guard)
            .Use(inner => foreign ? new FunctionInvokingChatClient(inner) { FunctionInvoker = Change } : inner).Build();
        var loop = client.GetService<FunctionInvokingChatClient>()!;
        loop.AdditionalTools = additional ? [_tools.DeleteFunction()] : null;
        if (!foreign)
        {
            loop.FunctionInvoker = Change;
        }

        await client.AskAsync(streaming: false, additional ? null : ChatTurn.With(_tools.DeleteFunction()));

        Assert.Contains("system_file", Assert.Single(model.Results), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
        Assert.Equal(fixture.Decisions.Count, fixture.Outcomes.Count);

        static ValueTask<object?> Change(Microsoft.Extensions.AI.FunctionInvocationContext context, CancellationToken token)
        {
            context.Arguments["path"] = "/etc/passwd";
            return context.Function.InvokeAsync(context.Arguments, token);
        }
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S5-23")]
    public async Task FunctionInvoker_OfTheUser_RunsInsideAndSeesPermittedCallsOnly(bool foreign)
    {
        await using var fixture = new GuardFixture();
        var seen = new List<string>();
        using var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x"), ScriptedChatClient.Call("del", "/etc/x", "c2")]);
        Func<Microsoft.Extensions.AI.FunctionInvocationContext, CancellationToken, ValueTask<object?>> invoker = (context, token) =>
        {
            seen.Add($"{context.Arguments["path"]}");
            return context.Function.InvokeAsync(context.Arguments, token);
        };
        using var client = model.AsBuilder().UsePolicy(fixture.Guard)
            .Use(inner => foreign ? new FunctionInvokingChatClient(inner) { FunctionInvoker = invoker } : inner).Build();
        if (!foreign)
        {
            client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = invoker;
        }

        await client.AskAsync(streaming: false, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal(["/tmp/x"], seen);
        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal(2, fixture.Decisions.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-33")]
    public async Task EnsureGuarded_LoopOutsideOfTheGuard_Fails()
    {
        await using var fixture = new GuardFixture();
        using var outside = Model().AsBuilder().UseFunctionInvocation().UsePolicy(fixture.Guard).Build();
        using var none = Model().AsBuilder().UseFunctionInvocation().Build();

        Assert.Contains("outside the guard", Assert.Throws<InvalidOperationException>(() => outside.EnsureGuarded()).Message, StringComparison.Ordinal);
        Assert.Contains("UsePolicy()", Assert.Throws<InvalidOperationException>(() => none.EnsureGuarded()).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Way", "18")]
    [Trait("Requirement", "S2-33")]
    public async Task EnsureGuarded_InvokerReplacedAfterTakeOver_Fails()
    {
        await using var fixture = new GuardFixture();
        using var client = Model().Guarded(fixture, foreign: true);
        client.EnsureGuarded();

        client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = (context, token) => context.Function.InvokeAsync(context.Arguments, token);

        Assert.Contains("replaced", Assert.Throws<InvalidOperationException>(() => client.EnsureGuarded()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task LoopOutsideOfTheGuard_ModelsCall_IsJudgedAllTheSame(bool streaming)
    {
        await using var fixture = new GuardFixture();
        using var model = Model();
        using var client = model.AsBuilder().UseFunctionInvocation().UsePolicy(fixture.Guard).Build();

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Empty(_tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    private static FunctionInvokingChatClient InnermostLoop(IChatClient client)
    {
        var outer = client.GetService<FunctionInvokingChatClient>()!;
        var inner = (IChatClient)typeof(DelegatingChatClient).GetProperty("InnerClient", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(outer)!;
        return inner.GetService<FunctionInvokingChatClient>()!;
    }

    private sealed class OwnLoop(IChatClient inner) : FunctionInvokingChatClient(inner);
}
