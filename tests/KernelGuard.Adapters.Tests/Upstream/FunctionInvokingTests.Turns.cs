using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>How turns go on and end.</summary>
public sealed partial class FunctionInvokingTests
{
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

        var response = await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((ran, 1), (_tool.Ran.Count, model.Requests.Count));
        Assert.Equal(ran, response.Contents<FunctionResultContent>().Count());
    }

    [Fact]
    [Trait("Observed", "M13")]
    public async Task OtherArguments_PassedOn_RunWithoutChangingTheHistory()
    {
        using var client = Client(
            new ScriptedChatClient([ScriptedChatClient.Call("del")]),
            (context, token) => context.Function.InvokeAsync(new AIFunctionArguments { ["path"] = "other" }, token));

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal("final; tool said: deleted other", response.Text);
        Assert.Equal("x", Assert.Single(response.Contents<FunctionCallContent>()).Arguments!["path"]);
    }

    [Fact]
    [Trait("Observed", "M17")]
    public async Task HostedTool_TravelsOn()
    {
        var model = new ScriptedChatClient();
        using var client = Client(model);

        await client.GetResponseAsync(s_prompt, new ChatOptions { Tools = [new HostedWebSearchTool()] }, Token);

        Assert.IsType<HostedWebSearchTool>(Assert.Single(model.Requests[0].Tools));
    }

    [Fact]
    [Trait("Observed", "M18")]
    public async Task SameNameTwice_TheToolOfTheRequestWins()
    {
        var other = new DeleteTool();
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("del")]), configure: c => c.AdditionalTools = [other.Function]);

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal((1, 0), (_tool.Ran.Count, other.Ran.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "M19")]
    public async Task Tool_AddedByATool_CanBeCalledInTheSameRequest(bool streaming)
    {
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string path) => FunctionInvokingChatClient.CurrentContext!.Options!.Tools!.Add(_tool.Function), "add")],
        };
        using var client = Client(new ScriptedChatClient([ScriptedChatClient.Call("add")], [ScriptedChatClient.Call("del", id: "c2")]));

        await client.AskAsync(s_prompt, options, streaming, Token);

        Assert.Single(_tool.Ran);
        Assert.Equal(2, options.Tools.Count);
    }

    [Fact]
    [Trait("Observed", "M21")]
    public async Task CallWithAParseError_IsRunAllTheSame()
    {
        var call = ScriptedChatClient.Call("del");
        call.Exception = new FormatException("not JSON");
        using var client = Client(new ScriptedChatClient([call]));

        await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal((1, 1), (_invoked.Count, _tool.Ran.Count));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("Observed", "X10")]
    public async Task IterationLimit_LastRequest_HasNoFunctionsAndRunsNoCall(bool streaming)
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")], [ScriptedChatClient.Call("del", id: "c2")]);
        using var client = Client(model, configure: c => c.MaximumIterationsPerRequest = 1);

        var response = await client.AskAsync(s_prompt, _tool.Options, streaming, Token);

        Assert.Equal((2, 1, 0), (model.Requests.Count, _tool.Ran.Count, model.Requests[1].Tools.Count));
        Assert.IsType<FunctionCallContent>(response.Messages[^1].Contents[^1]);
    }

    [Fact]
    [Trait("Observed", "X13")]
    public async Task OverrideOfTheInvocation_CannotBeReplaced()
    {
        using var client = new DenyingClient(new ScriptedChatClient([ScriptedChatClient.Call("del")])) { FunctionInvoker = Invoke };

        var response = await client.GetResponseAsync(s_prompt, _tool.Options, Token);

        Assert.Equal("final; tool said: DENIED by override", response.Text);
        Assert.Equal((0, 0), (_invoked.Count, _tool.Ran.Count));
    }

    [Fact]
    public async Task RequiredCall_IsRequiredOnce()
    {
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del")]);
        using var client = Client(model);
        var options = _tool.Options;
        options.ToolMode = ChatToolMode.RequireAny;

        await client.GetResponseAsync(s_prompt, options, Token);

        Assert.Same(ChatToolMode.RequireAny, model.Requests[0].Options?.ToolMode);
        Assert.Null(model.Requests[1].Options?.ToolMode);
    }
}
