using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Judges all calls of a model turn before the first of them runs. Thread-safe.</summary>
internal sealed class CallBatches(ToolCallGuard guard)
{
    private readonly ConditionalWeakTable<FunctionCallContent, Lazy<Task<CallBatch>>> _known = [];

    /// <summary>The batch to which a call belongs, judged.</summary>
    public async ValueTask<CallBatch> OfAsync(FunctionInvocationContext context, IList<AITool>? additionalTools, CancellationToken cancellationToken)
    {
        var calls = Siblings(context);
        var first = calls.Count == 0 ? context.CallContent : calls[0];
        var judging = _known.GetValue(first, _ => new Lazy<Task<CallBatch>>(
            () => JudgeAsync(calls, context, LoopTools.Of(context.Options, additionalTools), cancellationToken)));
        return await judging.Value;
    }

    /// <summary>The guarded call for a call of the model. One whose arguments could not be parsed is refused: what they hold is not what the model wrote.</summary>
    public ToolCall Describe(AIFunction function, FunctionCallContent call, CallBatch batch, IEnumerable<AITool> tools)
    {
        if (call.Exception is not null)
        {
            return new ToolCall(AIFunctionCalls.NameOf(function)) { ArgumentsJson = "", CallId = call.CallId, FollowsToolResults = batch.FollowsResults };
        }

        return ToolNames.IsAmbiguous(function, tools, guard)
            ? new ToolCall(AIFunctionCalls.NameOf(function), AIFunctionCalls.OfModel(call.Arguments))
            {
                IsAmbiguous = true,
                Source = AIFunctionCalls.SourceOf(function),
                CallId = call.CallId,
                BatchId = batch.Id,
                FollowsToolResults = batch.FollowsResults,
            }
            : AIFunctionCalls.Describe(function, call.Arguments, call.CallId, batch.Id, TicketedCalls.ResumedTicket(call), batch.FollowsResults);
    }

    private async Task<CallBatch> JudgeAsync(
        List<FunctionCallContent> calls, FunctionInvocationContext context, IEnumerable<AITool> tools, CancellationToken cancellationToken)
    {
        var batch = new CallBatch(calls.Count == 0 ? null : calls[0].CallId, AIFunctionCalls.HoldToolResults(context.Messages));
        foreach (var call in calls)
        {
            if (LoopTools.Find(call.Name, tools) is { } function)
            {
                batch.Add(call, await guard.JudgeAsync(Describe(function, call, batch, tools), cancellationToken));
            }
        }

        return batch;
    }

    // The calls of the last model turn that nobody has run yet; none where this call is not among them (an approved one, say).
    private static List<FunctionCallContent> Siblings(FunctionInvocationContext context)
    {
        var calls = TurnCalls.Of(context.CallContent);
        if (calls.Count > 0)
        {
            return calls;
        }

        for (var i = context.Messages.Count - 1; i >= 0 && calls.Count < context.FunctionCount && context.Messages[i].Role != ChatRole.User; i--)
        {
            calls.InsertRange(0, context.Messages[i].Contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly));
        }

        return calls.Contains(context.CallContent) ? calls : [];
    }
}
