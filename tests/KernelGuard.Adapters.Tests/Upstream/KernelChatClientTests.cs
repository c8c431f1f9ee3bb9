using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Chat clients under a kernel: which filters run depends on the client and on who made the options.</summary>
public sealed class KernelChatClientTests
{
    private static readonly string[] s_both = ["auto(del)", "f(del)"];

    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static KernelArguments Auto => new(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });

    /// <summary>The filters that ran for the tool; they run for a prompt as well.</summary>
    private IEnumerable<string> RunForTool => _log.Where(entry => entry.EndsWith("(del)", StringComparison.Ordinal));

    private static ScriptedChatClient Model => new([ScriptedChatClient.Call("files_del")]);

    [Fact]
    [Trait("Observed", "E2")]
    public async Task OrdinaryClient_KernelFunctionsAsTools_NoFilterRuns()
    {
        using var client = Model.AsBuilder().UseFunctionInvocation().Build();

        var response = await client.GetResponseAsync("go", new ChatOptions { Tools = [.. _tool.Plugin.AsAIFunctions(Kernel(client))] }, Token);

        Assert.Equal("final; tool said: deleted x", response.Text);
        Assert.Single(_tool.Ran);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "E3,X1")]
    public async Task KernelsClient_UnderAPrompt_RunsBothFilters(bool streaming)
    {
        var streamed = new List<bool>();
        var kernel = Kernel(Model.AsBuilder().UseKernelFunctionInvocation().Build(), auto: (context, next) =>
        {
            streamed.Add(context.IsStreaming);
            return next(context);
        });

        var text = streaming
            ? string.Concat(await kernel.InvokePromptStreamingAsync("go", Auto, cancellationToken: Token).ToListAsync(Token))
            : (await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token)).ToString();

        Assert.EndsWith("final; tool said: deleted x", text, StringComparison.Ordinal);
        Assert.Equal(s_both, RunForTool);
        Assert.Equal([streaming], streamed);
    }

    [Fact]
    [Trait("Observed", "E4")]
    public async Task OrdinaryClient_UnderAPrompt_NoFilterRuns()
    {
        var kernel = Kernel(Model.AsBuilder().UseFunctionInvocation().Build());

        var result = await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal("final; tool said: deleted x", result.ToString());
        Assert.IsType<ChatResponse>(result.GetValue<object>());
        Assert.Empty(RunForTool);
    }

    [Fact]
    [Trait("Observed", "X2")]
    public async Task BareClient_UnderAPrompt_RunsNothing()
    {
        var result = await Kernel(Model).InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal("", result.ToString());
        Assert.Empty(_tool.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "X3")]
    public async Task ClientAsChatCompletion_RunsTheFiltersOfTheKernelsClientOnly(bool kernels)
    {
        var builder = Model.AsBuilder();
        var client = (kernels ? builder.UseKernelFunctionInvocation() : builder.UseFunctionInvocation()).Build();
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var history = new ChatHistory("be brief");

        var answer = await client.AsChatCompletionService().GetChatMessageContentAsync(history, settings, Kernel(client), Token);

        Assert.Equal("final; tool said: deleted x", answer.Content);
        Assert.Equal(kernels ? s_both : [], _log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "E5,E5b")]
    public async Task KernelsClient_FiltersRunWithItsOwnOptionsOnly(bool own)
    {
        using var client = Model.AsBuilder().UseKernelFunctionInvocation().Build();
        var kernel = Kernel(client);
        var options = own
            ? new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }.ToChatOptions(kernel)
            : new ChatOptions { Tools = [.. _tool.Plugin.AsAIFunctions(kernel)] };

        var response = await client.GetResponseAsync("go", options, Token);

        Assert.Equal("final; tool said: deleted x", response.Text);
        Assert.Equal(own ? s_both : [], _log);
        Assert.Equal(own ? "Microsoft.Extensions.AI.KernelChatOptions" : typeof(ChatOptions).FullName, options?.GetType().FullName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "E6,X19")]
    public async Task WrappedTool_UnderTheKernelsClient_FailsWithoutRunning(bool approved)
    {
        using var client = Model.AsBuilder().UseKernelFunctionInvocation().Build();
        var kernel = Kernel(client);
        var options = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }.ToChatOptions(kernel)!;
        options.Tools = [new Wrapper((AIFunction)options.Tools![0])];
        var answer = new ToolApprovalResponseContent("ficc_c1", approved: true, ScriptedChatClient.Call("files_del"));

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, approved ? [answer] : [new Microsoft.Extensions.AI.TextContent("go")])], options, Token);

        var result = response.Contents<Microsoft.Extensions.AI.FunctionResultContent>().First();
        Assert.Equal(("Error: Function failed.", "The function must be of type KernelFunction."), (result.Result, result.Exception?.Message));
        Assert.Empty(_log);
        Assert.Empty(_tool.Ran);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "E6b")]
    public async Task Invoker_SetOnTheKernelsClient_IsNotAsked(bool ordinaryOptions)
    {
        var asked = 0;
        using var client = Model.AsBuilder().UseKernelFunctionInvocation().Build();
        var invoking = client.GetService<FunctionInvokingChatClient>()!;
        invoking.FunctionInvoker = (_, _) => { asked++; return default; };
        var kernel = Kernel(client);

        await (ordinaryOptions
            ? client.GetResponseAsync("go", new ChatOptions { Tools = [.. _tool.Plugin.AsAIFunctions(kernel)] }, Token)
            : kernel.InvokePromptAsync<ChatResponse>("go", Auto, cancellationToken: Token)!);

        Assert.Equal((0, 1), (asked, _tool.Ran.Count));
        Assert.Equal(("KernelFunctionInvokingChatClient", 128), (invoking.GetType().Name, invoking.MaximumIterationsPerRequest));
    }

    [Fact]
    [Trait("Observed", "E14c")]
    public async Task AutoContext_UnderTheKernelsClient_KnowsTheCall()
    {
        AutoFunctionInvocationContext? seen = null;
        var count = 0;
        using var source = new CancellationTokenSource();
        var kernel = Kernel(Model.AsBuilder().UseKernelFunctionInvocation().Build(), auto: (context, next) =>
        {
            (seen, count) = (context, context.ChatHistory.Count);
            return next(context);
        });

        await kernel.InvokePromptAsync("go", Auto, cancellationToken: source.Token);

        Assert.NotNull(seen);
        Assert.Equal(("c1", 0, 0, 1, 2), (seen.ToolCallId, seen.RequestSequenceIndex, seen.FunctionSequenceIndex, seen.FunctionCount, count));
        Assert.False(seen.CancellationToken.CanBeCanceled);
        Assert.IsType<KernelArguments>(seen.Arguments);
        Assert.Same(kernel, seen.Kernel);
        Assert.NotNull(seen.ExecutionSettings?.FunctionChoiceBehavior);
    }

    [Fact]
    public async Task ArgumentsChangedInAFilter_UnderTheKernelsClient_LeaveTheHistoryAlone()
    {
        var model = Model;
        var kernel = Kernel(model.AsBuilder().UseKernelFunctionInvocation().Build(), auto: (context, next) =>
        {
            context.Arguments!["path"] = "REWRITTEN";
            return next(context);
        });

        await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal(["REWRITTEN"], _tool.Ran);
        var call = model.Requests[1].Messages.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>().Single();
        Assert.Equal("x", call.Arguments!["path"]);
    }

    [Theory]
    [InlineData(true, "Error: Function failed.")]
    [InlineData(false, "Success: Function completed.")]
    [Trait("Observed", "X5,X6,E11b")]
    public async Task AutoFilter_ThatThrowsOrSaysNothing_UnderTheKernelsClient(bool throws, string told)
    {
        var kernel = Kernel(
            Model.AsBuilder().UseKernelFunctionInvocation().Build(),
            auto: (_, _) => throws ? throw new UnauthorizedAccessException("secret") : Task.CompletedTask);

        var result = await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal($"final; tool said: {told}", result.ToString());
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    public async Task Terminate_UnderTheKernelsClient_EndsTheTurn()
    {
        var model = Model;
        var kernel = Kernel(model.AsBuilder().UseKernelFunctionInvocation().Build(), auto: (context, _) =>
        {
            context.Terminate = true;
            context.Result = new FunctionResult(context.Function, "stopped");
            return Task.CompletedTask;
        });

        var response = await kernel.InvokePromptAsync<ChatResponse>("go", Auto, cancellationToken: Token);

        Assert.Equal("stopped", response!.Results());
        Assert.Single(model.Requests);
    }

    [Fact]
    [Trait("Observed", "E14b")]
    public async Task OwnContext_PassedOnUnderTheKernelsClient_GetsTheResultAndLosesIt()
    {
        var kernel = Kernel(Model.AsBuilder().UseKernelFunctionInvocation().Build(), auto: (context, next) =>
            next(new AutoFunctionInvocationContext(context.Kernel, context.Function, context.Result, context.ChatHistory, context.ChatMessageContent)
            {
                Arguments = new KernelArguments { ["path"] = "other" },
            }));

        var result = await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal(["x"], _tool.Ran);
        Assert.Equal("final; tool said: Success: Function completed.", result.ToString());
    }

    [Fact]
    [Trait("Observed", "X8")]
    public async Task InvokerThatGoesThroughTheKernel_RunsTheFunctionFilter()
    {
        var kernel = Kernel(Model);
        using var client = Model.AsBuilder().UseFunctionInvocation(configure: c => c.FunctionInvoker = async (context, token) =>
            (await context.Function.GetService<KernelFunction>()!.InvokeAsync(kernel, new KernelArguments(context.Arguments), token)).GetValue<object>()).Build();

        await client.GetResponseAsync("go", new ChatOptions { Tools = [.. _tool.Plugin.AsAIFunctions(kernel)] }, Token);

        Assert.Equal(["f(del)"], _log);
    }

    [Fact]
    [Trait("Observed", "X18")]
    public async Task CurrentContext_InAFunctionFilter_IsThatOfTheCall()
    {
        string? seen = null;
        var kernel = Kernel(Model.AsBuilder().UseKernelFunctionInvocation().Build());
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("look", _log, (context, next) =>
        {
            seen = FunctionInvokingChatClient.CurrentContext?.CallContent.CallId;
            return next(context);
        }));

        await kernel.InvokePromptAsync("go", Auto, cancellationToken: Token);

        Assert.Equal("c1", seen);
    }

    [Fact]
    public async Task ClientThatSaysNothingAboutItself_IsRefused()
    {
        using var anonymous = new ScriptedChatClient().AsBuilder().Use(inner => new Anonymous(inner)).Build();

        await Assert.ThrowsAsync<ArgumentNullException>(() => Kernel(anonymous).InvokePromptAsync("go", cancellationToken: Token));
    }

    private Kernel Kernel(IChatClient client, Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task>? auto = null)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton(client);
        builder.Plugins.Add(_tool.Plugin);
        var kernel = builder.Build();
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("f", _log));
        kernel.AutoFunctionInvocationFilters.Add(new AutoFilter("auto", _log, auto));
        return kernel;
    }

    private sealed class Wrapper(AIFunction inner) : DelegatingAIFunction(inner);

    private sealed class Anonymous(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) => null;
    }
}
