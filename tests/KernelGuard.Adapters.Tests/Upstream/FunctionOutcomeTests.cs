using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>What becomes of calls that fail, return nothing, end the turn or are not the client's to run.</summary>
public sealed class FunctionOutcomeTests : FunctionInvokingScene
{
    [Theory]
    [InlineData(false, "Error: Function failed.")]
    [InlineData(true, "Error: Function failed. Exception: secret policy")]
    [Trait("Observed", "M7a,M7b")]
    public async Task Exception_InTheInvoker_IsToldTheModel(bool detailed, string told)
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), Throw, c => c.IncludeDetailedErrors = detailed);

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal(told, response.Results());
        Assert.Equal("secret policy", Assert.Single(response.Contents<FunctionResultContent>()).Exception?.Message);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M7c")]
    public async Task Exception_InTheFourthRoundInARow_ReachesTheCaller(bool streaming)
    {
        var model = new ScriptedChatClient([.. Enumerable.Range(0, 9).Select(i => new AIContent[] { ScriptedChatClient.Call("del", id: $"c{i}") })]);
        using var client = Client(model, Throw);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.AskAsync(Prompt, Tool.Options, streaming, Token));

        Assert.Equal(4, model.Requests.Count);
    }

    [Fact]
    [Trait("Observed", "M7c")]
    public async Task Exceptions_OfOneConcurrentRound_ReachTheCallerTogether()
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("del", id: "c2")]);
        using var client = Client(model, Throw, c => (c.AllowConcurrentInvocation, c.MaximumConsecutiveErrorsPerRequest) = (true, 0));

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => client.GetResponseAsync(Prompt, Tool.Options, Token));

        Assert.Equal(2, thrown.InnerExceptions.Count);
    }

    [Fact]
    [Trait("Observed", "M7d")]
    public async Task Cancellation_ThatTheCallerDidNotAskFor_IsAnOrdinaryError()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => throw new OperationCanceledException());

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal("Error: Function failed.", response.Results());
    }

    [Fact]
    public async Task Cancellation_OfTheRequest_EndsIt()
    {
        using var source = new CancellationTokenSource();
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, token) =>
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return default;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync(Prompt, Tool.Options, source.Token));
    }

    [Fact]
    [Trait("Observed", "M7e")]
    public async Task NullResult_IsToldAsSuccess()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => default);

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal("Success: Function completed.", response.Results());
    }

    [Fact]
    public async Task ResultContent_OfTheSameCall_IsUsedAsItIs()
    {
        var own = new FunctionResultContent("c1", "mine");
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => new(own));

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Same(own, Assert.Single(response.Contents<FunctionResultContent>()));
    }

    [Theory]
    [InlineData("nope", true, false)]
    [InlineData("del", false, false)]
    [InlineData("DEL", true, false)]
    [InlineData("nope", true, true)]
    [Trait("Observed", "M8,M8d,M8e")]
    public async Task UnknownTool_IsToldTheModel(string name, bool withTools, bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call(name)]);
        using var client = Client(model);

        var response = await client.AskAsync(Prompt, withTools ? Tool.Options : null, streaming, Token);

        Assert.Equal($"Error: Requested function \"{name}\" not found.", response.Results());
        Assert.Equal((0, 2), (Invoked.Count, model.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M8b")]
    public async Task UnknownTool_WhereThatEndsTheLoop_IsHandedToTheCaller(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("nope", id: "c2")]);
        using var client = Client(model, configure: c => c.TerminateOnUnknownCalls = true);

        var response = await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((0, 1), (Tool.Ran.Count, model.Requests.Count));
        Assert.All(response.Contents<FunctionCallContent>(), call => Assert.False(call.InformationalOnly));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M8c")]
    public async Task DeclarationOnly_HandsTheWholeBatchToTheCaller(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("ask", id: "c2")]);
        using var client = Client(model);
        var ask = AIFunctionFactory.Create(() => "no", "ask").AsDeclarationOnly();

        var response = await client.AskAsync(Prompt, new ChatOptions { Tools = [Tool.Function, ask] }, streaming, Token);

        Assert.Equal((0, 1), (Tool.Ran.Count, model.Requests.Count));
        Assert.Equal(2, response.Contents<FunctionCallContent>().Count());
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 2)]
    [Trait("Observed", "M12,X9")]
    public async Task Terminate_InTheFirstOfTwoCalls_EndsTheTurn(bool streaming, bool concurrent, int ran)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("del", "y", "c2")]);
        using var client = Client(
            model, (context, token) =>
            {
                context.Terminate = context.FunctionCallIndex == 0;
                return context.Function.InvokeAsync(context.Arguments, token);
            },
            c => c.AllowConcurrentInvocation = concurrent);

        var response = await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((ran, 1), (Tool.Ran.Count, model.Requests.Count));
        Assert.Equal(ran, response.Contents<FunctionResultContent>().Count());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Terminate_InACallThatThrows_IsForgotten(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = Client(model, (context, _) =>
        {
            context.Terminate = true;
            throw new IOException("broken");
        });

        await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal(2, model.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "X10")]
    public async Task IterationLimit_LastRequest_HasNoFunctionsAndRunsNoCall(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")], [ScriptedChatClient.Call("del", id: "c2")]);
        using var client = Client(model, configure: c => c.MaximumIterationsPerRequest = 1);

        var response = await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((2, 1, 0), (model.Requests.Count, Tool.Ran.Count, model.Requests[1].Tools.Count));
        Assert.IsType<FunctionCallContent>(response.Messages[^1].Contents[^1]);
    }

    private static ValueTask<object?> Throw(FunctionInvocationContext context, CancellationToken cancellationToken) =>
        throw new UnauthorizedAccessException("secret policy");
}
