using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>What the function-invoking client does with calls; each test names the line of the observations that it repeats.</summary>
public sealed partial class FunctionInvokingTests
{
    private static readonly ChatMessage[] s_prompt = [new(ChatRole.User, "clean up")];

    private readonly DeleteTool _tool = new();
    private readonly List<FunctionInvocationContext> _invoked = [];

    public static TheoryData<bool> Modes => [false, true];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M1")]
    public async Task AdditionalTools_OneCall_MeetsTheInvoker(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = Client(model, configure: c => c.AdditionalTools = [_tool.Function]);

        var response = await client.AskAsync(s_prompt, options: null, streaming, Token);

        Assert.Equal("assistant:FunctionCallContent,tool:FunctionResultContent,assistant:TextContent", response.Shape());
        Assert.Equal("final; tool said: deleted x", response.Text);
        Assert.Equal((1, 1, 2), (_invoked.Count, _tool.Ran.Count, model.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M2")]
    public async Task TwoClients_OneCall_OnlyTheInnerOneRunsIt(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = model.AsBuilder().UseFunctionInvocation(configure: c => c.FunctionInvoker = Invoke).UseFunctionInvocation().Build();

        var response = await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((0, 1), (_invoked.Count, _tool.Ran.Count));
        Assert.Equal("final; tool said: deleted x", response.Text);
    }

    [Fact]
    [Trait("Observed", "M3")]
    public async Task Invoker_ReplacedOnTheFinishedClient_IsNoLongerAsked()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]));
        client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = (context, token) => context.Function.InvokeAsync(context.Arguments, token);

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal((0, 1), (_invoked.Count, _tool.Ran.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M6")]
    public async Task ProviderRan_CallAndItsResult_AreLeftAlone(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), new FunctionResultContent("c1", "done elsewhere")]);
        using var client = Client(model);

        var response = await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((0, 0, 1), (_invoked.Count, _tool.Ran.Count, model.Requests.Count));
        Assert.True(Assert.Single(response.Contents<FunctionCallContent>()).InformationalOnly);
    }

    [Fact]
    public async Task Call_UntilItHasRun_IsNotInformational()
    {
        bool? during = null;
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (context, _) =>
        {
            during = context.CallContent.InformationalOnly;
            return default;
        });

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.False(during);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M20")]
    public async Task InformationalCall_IsNotRun(bool streaming)
    {
        var call = ScriptedChatClient.Call("del");
        call.InformationalOnly = true;
        var model = new ScriptedChatClient([call]);
        using var client = Client(model);

        await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((0, 1), (_tool.Ran.Count, model.Requests.Count));
    }

    [Theory]
    [InlineData(false, "Error: Function failed.")]
    [InlineData(true, "Error: Function failed. Exception: secret policy")]
    [Trait("Observed", "M7a,M7b")]
    public async Task Exception_InTheInvoker_IsToldTheModel(bool detailed, string told)
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), Throw, c => c.IncludeDetailedErrors = detailed);

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

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

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.AskAsync(s_prompt, _tool.Options, streaming, Token));

        Assert.Equal(4, model.Requests.Count);
    }

    [Fact]
    [Trait("Observed", "M7c")]
    public async Task Exceptions_OfOneConcurrentRound_ReachTheCallerTogether()
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("del", id: "c2")]);
        using var client = Client(model, Throw, c => (c.AllowConcurrentInvocation, c.MaximumConsecutiveErrorsPerRequest) = (true, 0));

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => client.GetResponseAsync(s_prompt, _tool.Options, Token));

        Assert.Equal(2, thrown.InnerExceptions.Count);
    }

    [Fact]
    [Trait("Observed", "M7d")]
    public async Task Cancellation_ThatTheCallerDidNotAskFor_IsAnOrdinaryError()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => throw new OperationCanceledException());

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync(s_prompt, _tool.Options, source.Token));
    }

    [Fact]
    [Trait("Observed", "M7e")]
    public async Task NullResult_IsToldAsSuccess()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => default);

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal("Success: Function completed.", response.Results());
    }

    [Fact]
    public async Task ResultContent_OfTheSameCall_IsUsedAsItIs()
    {
        var own = new FunctionResultContent("c1", "mine");
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (_, _) => new(own));

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

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

        var response = await client.AskAsync(s_prompt, withTools ? _tool.Options : null, streaming, Token);

        Assert.Equal($"Error: Requested function \"{name}\" not found.", response.Results());
        Assert.Equal((0, 2), (_invoked.Count, model.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M8b")]
    public async Task UnknownTool_WhereThatEndsTheLoop_IsHandedToTheCaller(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), ScriptedChatClient.Call("nope", id: "c2")]);
        using var client = Client(model, configure: c => c.TerminateOnUnknownCalls = true);

        var response = await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((0, 1), (_tool.Ran.Count, model.Requests.Count));
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

        var response = await client.AskAsync(s_prompt, new ChatOptions { Tools = [_tool.Function, ask] }, streaming, Token);

        Assert.Equal((0, 1), (_tool.Ran.Count, model.Requests.Count));
        Assert.Equal(2, response.Contents<FunctionCallContent>().Count());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M9")]
    public async Task CurrentContext_InsideATool_IsThatOfTheCall(bool streaming)
    {
        FunctionInvocationContext? seen = null;
        var look = AIFunctionFactory.Create((string path) => { seen = FunctionInvokingChatClient.CurrentContext; return path; }, "look");
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("look")]));

        await client.AskAsync(s_prompt, new ChatOptions { Tools = [look] }, streaming, Token);

        Assert.NotNull(seen);
        Assert.Equal(("look", "c1", 0, 0, 1), (seen.Function.Name, seen.CallContent.CallId, seen.Iteration, seen.FunctionCallIndex, seen.FunctionCount));
        Assert.Equal(streaming, seen.IsStreaming);
        Assert.Null(FunctionInvokingChatClient.CurrentContext);
    }

    [Fact]
    [Trait("Observed", "M9")]
    public async Task Messages_InTheContext_AreTheHistoryWithTheCall()
    {
        var count = 0;
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (context, _) => { count = context.Messages.Count; return default; });

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal(2, count);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M10")]
    public async Task Arguments_ChangedInTheInvoker_ChangeTheHistory(bool streaming)
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), (context, _) =>
        {
            context.Arguments["path"] = "REDACTED";
            return default;
        });

        var call = Assert.Single((await client.AskAsync(s_prompt, _tool.Options, streaming, Token)).Contents<FunctionCallContent>());

        Assert.Equal("REDACTED", call.Arguments!["path"]);
        Assert.True(call.InformationalOnly);
    }

    [Fact]
    [Trait("Observed", "M11")]
    public async Task Services_OnTheArguments_AreThoseOfTheBuild()
    {
        var services = new ServiceProviderOfNothing();
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), services: services);

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Same(services, Assert.Single(_invoked).Arguments.Services);
        Assert.Null(_invoked[0].Arguments.Context);
    }

    private IChatClient Client(
        IChatClient model,
        Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? invoker = null,
        Action<FunctionInvokingChatClient>? configure = null,
        IServiceProvider? services = null) =>
        model.AsBuilder().UseFunctionInvocation(configure: client =>
        {
            client.FunctionInvoker = invoker ?? Invoke;
            configure?.Invoke(client);
        }).Build(services);

    private ValueTask<object?> Invoke(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        _invoked.Add(context);
        return context.Function.InvokeAsync(context.Arguments, cancellationToken);
    }

    private static ValueTask<object?> Throw(FunctionInvocationContext context, CancellationToken cancellationToken) =>
        throw new UnauthorizedAccessException("secret policy");

    private sealed class DenyingClient(IChatClient inner) : FunctionInvokingChatClient(inner)
    {
        protected override ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken) =>
            new("DENIED by override");
    }

    private sealed class ServiceProviderOfNothing : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
