using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>What the function-invoking client does with calls; each test names the line of the observations that it repeats.</summary>
public sealed class FunctionInvokingTests : FunctionInvokingScene
{
    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M1")]
    public async Task AdditionalTools_OneCall_MeetsTheInvoker(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = Client(model, configure: c => c.AdditionalTools = [Tool.Function]);

        var response = await client.AskAsync(Prompt, options: null, streaming, Token);

        Assert.Equal("assistant:FunctionCallContent,tool:FunctionResultContent,assistant:TextContent", response.Shape());
        Assert.Equal("final; tool said: deleted x", response.Text);
        Assert.Equal((1, 1, 2), (Invoked.Count, Tool.Ran.Count, model.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M2")]
    public async Task TwoClients_OneCall_OnlyTheInnerOneRunsIt(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = model.AsBuilder().UseFunctionInvocation(configure: c => c.FunctionInvoker = Invoke).UseFunctionInvocation().Build();

        var response = await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((0, 1), (Invoked.Count, Tool.Ran.Count));
        Assert.Equal("final; tool said: deleted x", response.Text);
    }

    [Fact]
    [Trait("Observed", "M3")]
    public async Task Invoker_ReplacedOnTheFinishedClient_IsNoLongerAsked()
    {
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]));
        client.GetService<FunctionInvokingChatClient>()!.FunctionInvoker = (context, token) => context.Function.InvokeAsync(context.Arguments, token);

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal((0, 1), (Invoked.Count, Tool.Ran.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M6")]
    public async Task ProviderRan_CallAndItsResult_AreLeftAlone(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del"), new FunctionResultContent("c1", "done elsewhere")]);
        using var client = Client(model);

        var response = await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((0, 0, 1), (Invoked.Count, Tool.Ran.Count, model.Requests.Count));
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

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

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

        await client.AskAsync(Prompt, Tool.Options, streaming, Token);

        Assert.Equal((0, 1), (Tool.Ran.Count, model.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M9")]
    public async Task CurrentContext_InsideATool_IsThatOfTheCall(bool streaming)
    {
        FunctionInvocationContext? seen = null;
        var look = AIFunctionFactory.Create((string path) => { seen = FunctionInvokingChatClient.CurrentContext; return path; }, "look");
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("look")]));

        await client.AskAsync(Prompt, new ChatOptions { Tools = [look] }, streaming, Token);

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

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

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

        var call = Assert.Single((await client.AskAsync(Prompt, Tool.Options, streaming, Token)).Contents<FunctionCallContent>());

        Assert.Equal("REDACTED", call.Arguments!["path"]);
        Assert.True(call.InformationalOnly);
    }

    [Fact]
    [Trait("Observed", "M11")]
    public async Task Services_OnTheArguments_AreThoseOfTheBuild()
    {
        var services = new ServiceProviderOfNothing();
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), services: services);

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Same(services, Assert.Single(Invoked).Arguments.Services);
        Assert.Null(Invoked[0].Arguments.Context);
    }

    [Fact]
    [Trait("Observed", "M13")]
    public async Task OtherArguments_PassedOn_RunWithoutChangingTheHistory()
    {
        using var client = Client(
            new ScriptedChatClient([ScriptedChatClient.Call("del")]),
            (context, token) => context.Function.InvokeAsync(new AIFunctionArguments { ["path"] = "other" }, token));

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal("final; tool said: deleted other", response.Text);
        Assert.Equal("x", Assert.Single(response.Contents<FunctionCallContent>()).Arguments!["path"]);
    }

    [Fact]
    [Trait("Observed", "M17")]
    public async Task HostedTool_TravelsOn()
    {
        var model = new ScriptedChatClient();
        using var client = Client(model);

        await client.GetResponseAsync(Prompt, new ChatOptions { Tools = [new HostedWebSearchTool()] }, Token);

        Assert.IsType<HostedWebSearchTool>(Assert.Single(model.Requests[0].Tools));
    }

    [Fact]
    [Trait("Observed", "M18")]
    public async Task SameNameTwice_TheToolOfTheRequestWins()
    {
        var other = new DeleteTool();
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), configure: c => c.AdditionalTools = [other.Function]);

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal((1, 0), (Tool.Ran.Count, other.Ran.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M19")]
    public async Task Tool_AddedByATool_CanBeCalledInTheSameRequest(bool streaming)
    {
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string path) => FunctionInvokingChatClient.CurrentContext!.Options!.Tools!.Add(Tool.Function), "add")],
        };
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("add")], [ScriptedChatClient.Call("del", id: "c2")]));

        await client.AskAsync(Prompt, options, streaming, Token);

        Assert.Single(Tool.Ran);
        Assert.Equal(2, options.Tools.Count);
    }

    [Fact]
    [Trait("Observed", "M21")]
    public async Task CallWithAParseError_IsRunAllTheSame()
    {
        var call = ScriptedChatClient.Call("del");
        call.Exception = new FormatException("not JSON");
        using var client = Client(new ScriptedChatClient([call]));

        await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal((1, 1), (Invoked.Count, Tool.Ran.Count));
    }

    [Fact]
    [Trait("Observed", "X13")]
    public async Task OverrideOfTheInvocation_CannotBeReplaced()
    {
        using var client = new DenyingClient(new ScriptedChatClient([ScriptedChatClient.Call("del")])) { FunctionInvoker = Invoke };

        var response = await client.GetResponseAsync(Prompt, Tool.Options, Token);

        Assert.Equal("final; tool said: DENIED by override", response.Text);
        Assert.Equal((0, 0), (Invoked.Count, Tool.Ran.Count));
    }

    [Fact]
    public async Task RequiredCall_IsRequiredOnce()
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = Client(model);
        var options = Tool.Options;
        options.ToolMode = ChatToolMode.RequireAny;

        await client.GetResponseAsync(Prompt, options, Token);

        Assert.Same(ChatToolMode.RequireAny, model.Requests[0].Options?.ToolMode);
        Assert.Null(model.Requests[1].Options?.ToolMode);
    }

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
