using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>The calls of one model response, run in order or all at once, each within the auto-invocation filters.</summary>
internal sealed class ScriptedBatch(
    Kernel kernel,
    ChatHistory history,
    ChatMessageContent message,
    FunctionCallContent[] calls,
    FunctionChoiceBehaviorConfiguration choice,
    PromptExecutionSettings? settings,
    int round,
    bool isStreaming)
{
    /// <summary>Whether a filter ended the turn.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (choice.Options.AllowConcurrentInvocation && calls.Length > 1)
        {
            var all = await Task.WhenAll(calls.Select((_, index) => Task.Run(() => RunOneAsync(index, cancellationToken), cancellationToken)));
            Array.ForEach(all, Tell);
            return Array.Exists(all, answer => answer.Terminate);
        }

        for (var index = 0; index < calls.Length; index++)
        {
            var answer = await RunOneAsync(index, cancellationToken);
            Tell(answer);
            if (answer.Terminate)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<Answer> RunOneAsync(int index, CancellationToken cancellationToken)
    {
        var call = calls[index];
        if (call.Exception is not null)
        {
            return new Answer(call, $"Error: Function call processing failed. {call.Exception.Message}");
        }

        if (choice.Functions?.Any(function => function.Name == call.FunctionName && function.PluginName == call.PluginName) != true)
        {
            return new Answer(call, "Error: Function call request for a function that wasn't defined. Correct yourself.");
        }

        if (!kernel.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out var function))
        {
            return new Answer(call, "Error: Requested function could not be found.");
        }

        var context = CreateContext(call, index, function, cancellationToken);
        try
        {
            await FilterAsync(context, 0, async given =>
            {
                if (!given.Terminate)
                {
                    given.Result = await function.InvokeAsync(kernel, context.Arguments, cancellationToken);
                }
            });
        }
#pragma warning disable CA1031 // a connector tells the model of every exception
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Answer(call, $"Error: Exception while invoking function. {e.Message}");
        }

        return new Answer(call, ScriptedChatCompletion.ToText(context.Result.GetValue<object>()), context.Terminate);
    }

    private AutoFunctionInvocationContext CreateContext(FunctionCallContent call, int index, KernelFunction function, CancellationToken cancellationToken) =>
        new(kernel, function, new FunctionResult(function, value: null, kernel.Culture), history, message)
        {
            ToolCallId = call.Id,
            Arguments = call.Arguments,
            RequestSequenceIndex = round,
            FunctionSequenceIndex = index,
            FunctionCount = calls.Length,
            ExecutionSettings = settings,
            IsStreaming = isStreaming,
            CancellationToken = cancellationToken,
        };

    private Task FilterAsync(AutoFunctionInvocationContext context, int index, Func<AutoFunctionInvocationContext, Task> innermost) =>
        index < kernel.AutoFunctionInvocationFilters.Count
            ? kernel.AutoFunctionInvocationFilters[index].OnAutoFunctionInvocationAsync(context, next => FilterAsync(next, index + 1, innermost))
            : innermost(context);

    private void Tell(Answer answer) =>
        history.Add(new ChatMessageContent(AuthorRole.Tool, [new TextContent(answer.Text), new FunctionResultContent(answer.Call, answer.Text)]));

    private sealed record Answer(FunctionCallContent Call, string Text, bool Terminate = false);
}
