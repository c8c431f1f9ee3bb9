using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>
/// A model behind a connector of Semantic Kernel: each turn is a list of calls, run one after the other through the automatic function filters, then the
/// function, whose filters run inside; the message of the turn is the same for all of its calls.
/// </summary>
internal sealed class ScriptedChatCompletion(params FunctionCallContent[][] turns) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

    public List<string> Results { get; } = [];

    public static FunctionCallContent Call(string name, string path, string id = "c1") => new(name, "files", id, new KernelArguments { ["path"] = path });

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        for (var turn = 0; turn < turns.Length; turn++)
        {
            var message = new ChatMessageContent(AuthorRole.Assistant, [.. turns[turn]]);
            chatHistory.Add(message);
            for (var i = 0; i < turns[turn].Length; i++)
            {
                var context = await RunAsync(kernel!, chatHistory, message, turns[turn][i], turn, i, cancellationToken);
                var text = context.Result.GetValue<object>()?.ToString() ?? "";
                Results.Add(text);
                chatHistory.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent(turns[turn][i], text)]));
                if (context.Terminate)
                {
                    return [chatHistory[^1]];
                }
            }
        }

        return [new ChatMessageContent(AuthorRole.Assistant, "done")];
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var message in await GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken))
        {
            yield return new StreamingChatMessageContent(message.Role, message.Content);
        }
    }

    private static async Task<AutoFunctionInvocationContext> RunAsync(
        Kernel kernel, ChatHistory history, ChatMessageContent message, FunctionCallContent call, int turn, int index, CancellationToken cancellationToken)
    {
        var function = kernel.Plugins.GetFunction(call.PluginName, call.FunctionName);
        var context = new AutoFunctionInvocationContext(kernel, function, new FunctionResult(function), history, message)
        {
            Arguments = call.Arguments,
            RequestSequenceIndex = turn,
            FunctionSequenceIndex = index,
            FunctionCount = message.Items.Count,
            ToolCallId = call.Id,
            CancellationToken = cancellationToken,
        };
        await RunFilterAsync(context, 0, async () =>
        {
            if (!context.Terminate)
            {
                context.Result = await function.InvokeAsync(kernel, context.Arguments, cancellationToken);
            }
        });
        return context;
    }

    private static Task RunFilterAsync(AutoFunctionInvocationContext context, int index, Func<Task> run)
    {
        var filters = context.Kernel.AutoFunctionInvocationFilters;
        return index < filters.Count
            ? filters[index].OnAutoFunctionInvocationAsync(context, next => RunFilterAsync(next, index + 1, run))
            : run();
    }
}
