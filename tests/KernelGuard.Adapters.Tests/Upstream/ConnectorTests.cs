using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Automatic calls as a connector makes them; the connector is the scripted one of the tests.</summary>
public sealed class ConnectorTests
{
    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "E28")]
    public async Task AutomaticCall_RunsBothFilters_TheFunctionIsNeverStreamed(bool streaming)
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call()]);
        var kernel = Kernel(
            model,
            (context, next) => { _log.Add($"auto streaming={context.IsStreaming}"); return next(context); },
            (context, next) => { _log.Add($"f streaming={context.IsStreaming}"); return next(context); });

        var text = streaming
            ? string.Concat(await model.GetStreamingChatMessageContentsAsync([], Settings(concurrent: false), kernel, Token).ToListAsync(Token))
            : (await model.GetChatMessageContentAsync([], Settings(concurrent: false), kernel, Token)).ToString();

        Assert.Equal("final; tool said: deleted x", text);
        Assert.Equal(["auto(del)", $"auto streaming={streaming}", "f(del)", "f streaming=False"], _log);
    }

    [Fact]
    [Trait("Observed", "E11,E12")]
    public async Task Exception_InAFilter_IsToldTheModelWithItsMessage()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call()]);

        await AskAsync(model, auto: (_, _) => throw new UnauthorizedAccessException("policy p-42 denied for user bob"));

        Assert.Equal("Error: Exception while invoking function. policy p-42 denied for user bob", model.LastTold);
    }

    [Fact]
    [Trait("Observed", "E12")]
    public async Task Cancellation_InsideATool_IsToldTheModel()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call()]);

        await AskAsync(model, function: (_, _) => throw new OperationCanceledException());

        Assert.Equal("Error: Exception while invoking function. The invocation of function 'del' was canceled.", model.LastTold);
    }

    [Fact]
    [Trait("Observed", "E13")]
    public async Task Terminate_InOrder_LeavesLaterCallsWithoutAResult()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call(), ScriptedChatCompletion.Call(path: "y", id: "c2")]);
        var history = new ChatHistory("be brief");

        var answer = await AskAsync(model, history, auto: Stop);

        Assert.Equal((AuthorRole.Tool, "stopped", 1), (answer.Role, answer.Content, model.Requests));
        Assert.Equal(["system/1", "assistant/2", "tool/2"], history.Select(message => $"{message.Role}/{message.Items.Count}"));
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "E13b")]
    public async Task Terminate_OfOneOfTwoConcurrentCalls_RunsTheOther()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call(), ScriptedChatCompletion.Call(path: "y", id: "c2")]);

        var answer = await AskAsync(model, auto: (context, next) => context.FunctionSequenceIndex == 0 ? Stop(context, next) : next(context), concurrent: true);

        Assert.Equal(["y"], _tool.Ran);
        Assert.Equal(("deleted y", 1), (answer.Content, model.Requests));
    }

    [Fact]
    [Trait("Observed", "E14a")]
    public async Task ArgumentsChangedInAnAutoFilter_ChangeTheHistory()
    {
        var call = ScriptedChatCompletion.Call();

        await AskAsync(new ScriptedChatCompletion([call]), auto: (context, next) =>
        {
            context.Arguments!["path"] = "REWRITTEN";
            return next(context);
        });

        Assert.Equal(("REWRITTEN", "REWRITTEN"), (Assert.Single(_tool.Ran), call.Arguments!["path"]));
    }

    [Fact]
    [Trait("Observed", "E14b")]
    public async Task OwnContext_PassedOnByAnAutoFilter_IsIgnored()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call()]);

        await AskAsync(model, auto: async (context, next) =>
        {
            var own = new AutoFunctionInvocationContext(context.Kernel, context.Function, context.Result, context.ChatHistory, context.ChatMessageContent)
            {
                Arguments = new KernelArguments { ["path"] = "other" },
            };
            await next(own);
        });

        Assert.Equal(["x"], _tool.Ran);
        Assert.Equal("", model.LastTold);
    }

    [Theory]
    [InlineData("files.del", "files")]
    [InlineData("del", null)]
    [InlineData("none", "files")]
    [Trait("Observed", "E16")]
    public async Task UnknownName_MeetsNoFilter(string name, string? plugin)
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call(name, plugin: plugin)]);

        await AskAsync(model);

        Assert.Equal("Error: Function call request for a function that wasn't defined. Correct yourself.", model.LastTold);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task CallWithAParseError_MeetsNoFilter()
    {
        await AskAsync(new ScriptedChatCompletion([new FunctionCallContent("del", "files", "c1") { Exception = new FormatException("no JSON") }]));

        Assert.Empty(_log);
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "X6b")]
    public async Task AutoFilter_ThatSaysNothing_IsToldAsEmptyText()
    {
        var model = new ScriptedChatCompletion([ScriptedChatCompletion.Call()]);

        await AskAsync(model, auto: (_, _) => Task.CompletedTask);

        Assert.Equal("", model.LastTold);
    }

    [Fact]
    [Trait("Observed", "X18,X22")]
    public async Task CallId_SetInTheAutoFilter_IsSeenInTheFunctionFilter()
    {
        var id = new AsyncLocal<string?>();
        string? seen = null;

        await AskAsync(
            new ScriptedChatCompletion([ScriptedChatCompletion.Call()]),
            auto: (context, next) => { id.Value = context.ToolCallId; return next(context); },
            function: (context, next) => { seen = id.Value; Assert.Null(FunctionInvokingChatClient.CurrentContext); return next(context); });

        Assert.Equal("c1", seen);
    }

    [Fact]
    public void AutoContext_MadeByAConnector_CarriesWhatItWasGiven()
    {
        var kernel = new Kernel();
        var history = new ChatHistory("be brief");
        var message = new ChatMessageContent(AuthorRole.Assistant, "calling");

        var context = new AutoFunctionInvocationContext(kernel, _tool.Plugin["del"], new FunctionResult(_tool.KernelFunction), history, message)
        {
            ToolCallId = "c9",
            RequestSequenceIndex = 3,
            FunctionSequenceIndex = 2,
        };

        Assert.Equal(("c9", 3, 2), (context.CallContent.CallId, context.Iteration, context.FunctionCallIndex));
        Assert.Same(kernel, context.Kernel);
        Assert.Same(history, context.ChatHistory);
        Assert.Same(message, context.ChatMessageContent);
        Assert.Same(context.Function, ((Microsoft.Extensions.AI.FunctionInvocationContext)context).Function);
        Assert.Throws<InvalidOperationException>(() => context.Arguments);
    }

    [Fact]
    public void Choice_WithoutAKernel_IsRefused()
    {
        Assert.Throws<KernelException>(() => FunctionChoiceBehavior.Auto().GetConfiguration(new([])));
        Assert.Throws<KernelException>(() => FunctionChoiceBehavior.Auto([_tool.Plugin["del"]]).GetConfiguration(new([]) { Kernel = new Kernel() }));
        Assert.Empty(FunctionChoiceBehavior.Auto().GetConfiguration(new([]) { Kernel = new Kernel() }).Functions ?? []);
    }

    [Fact]
    public void Choices_SayWhatTheyOffer()
    {
        var kernel = Kernel(new ScriptedChatCompletion());
        var required = FunctionChoiceBehavior.Required();

        Assert.Equal(FunctionChoice.Auto, FunctionChoiceBehavior.Auto().GetConfiguration(new([]) { Kernel = kernel }).Choice);
        Assert.Equal(FunctionChoice.None, FunctionChoiceBehavior.None().GetConfiguration(new([]) { Kernel = kernel }).Choice);
        Assert.Single(required.GetConfiguration(new([]) { Kernel = kernel }).Functions!);
        Assert.Empty(required.GetConfiguration(new([]) { Kernel = kernel, RequestSequenceIndex = 1 }).Functions ?? []);
        Assert.False(FunctionChoiceBehavior.Auto(autoInvoke: false).GetConfiguration(new([])).AutoInvoke);
    }

    private static Task Stop(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        context.Terminate = true;
        context.Result = new FunctionResult(context.Function, "stopped");
        return Task.CompletedTask;
    }

    private static PromptExecutionSettings Settings(bool concurrent) =>
        new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new FunctionChoiceBehaviorOptions { AllowConcurrentInvocation = concurrent }) };

    private Task<ChatMessageContent> AskAsync(
        ScriptedChatCompletion model,
        ChatHistory? history = null,
        Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task>? auto = null,
        Func<Microsoft.SemanticKernel.FunctionInvocationContext, Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task>, Task>? function = null,
        bool concurrent = false) =>
        model.GetChatMessageContentAsync(history ?? [], Settings(concurrent), Kernel(model, auto, function), Token);

    private Kernel Kernel(
        ScriptedChatCompletion model,
        Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task>? auto = null,
        Func<Microsoft.SemanticKernel.FunctionInvocationContext, Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task>, Task>? function = null)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(model);
        builder.Plugins.Add(_tool.Plugin);
        var kernel = builder.Build();
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("f", _log, function));
        kernel.AutoFunctionInvocationFilters.Add(new AutoFilter("auto", _log, auto));
        return kernel;
    }
}
