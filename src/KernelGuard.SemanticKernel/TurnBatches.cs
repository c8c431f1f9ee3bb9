using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using AICall = Microsoft.Extensions.AI.FunctionCallContent;
using KernelCall = Microsoft.SemanticKernel.FunctionCallContent;

namespace KernelGuard.SemanticKernel;

/// <summary>Judges all calls of a model turn before the first of them runs, whichever loop of Semantic Kernel runs them. Thread-safe.</summary>
internal sealed class TurnBatches(ToolCallGuard guard)
{
    private readonly ConditionalWeakTable<object, Lazy<Task<TurnBatch>>> _known = [];

    /// <summary>The batch to which a call belongs, judged.</summary>
    public async ValueTask<TurnBatch> OfAsync(AutoFunctionInvocationContext context)
    {
        var (turn, calls) = ReadTurn(context);
        var judging = _known.GetValue(turn, _ => new Lazy<Task<TurnBatch>>(() => JudgeAsync(calls, context.CancellationToken)));
        return await judging.Value;
    }

    private async Task<TurnBatch> JudgeAsync(List<ToolCall?> calls, CancellationToken cancellationToken)
    {
        var batch = new TurnBatch(calls.Find(call => call is not null)?.BatchId);
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is { } call)
            {
                batch.Add(i, await guard.JudgeAsync(call, cancellationToken));
            }
        }

        return batch;
    }

    // Connectors hand over the very message of the turn. The function-invoking client makes a new one for each call, but its own context has the original.
    private static (object Turn, List<ToolCall?> Calls) ReadTurn(AutoFunctionInvocationContext context)
    {
        if (FunctionInvokingChatClient.CurrentContext is { } current && ReferenceEquals(current.CallContent, context.CallContent))
        {
            var turn = current.Messages.LastOrDefault(message => message.Contents.Contains(current.CallContent));
            var calls = turn is null ? [] : turn.Contents.OfType<AICall>().Where(call => !call.InformationalOnly).ToList();
            return calls.Count == context.FunctionCount
                ? (calls[0], calls.ConvertAll(call => Describe(call, current.Options, calls[0].CallId)))
                : (current.CallContent, []);
        }

        var message = context.ChatMessageContent;
        var kernelCalls = KernelCall.GetFunctionCalls(message).ToList();
        return (message, kernelCalls.ConvertAll(call => Describe(call, context.Kernel, kernelCalls[0].Id)));
    }

    private static ToolCall? Describe(AICall call, ChatOptions? options, string batchId) =>
        call.Exception is null && options?.Tools?.FirstOrDefault(tool => tool.Name == call.Name) is KernelFunction function
            ? KernelCalls.Describe(function, call.Arguments, isDirect: false, call.CallId, batchId)
            : null;

    private static ToolCall? Describe(KernelCall call, Kernel kernel, string? batchId) =>
        call.Exception is null && kernel.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out var function)
            ? KernelCalls.Describe(function, call.Arguments, isDirect: false, call.Id, batchId)
            : null;
}
