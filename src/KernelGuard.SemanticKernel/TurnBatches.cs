using System.Runtime.CompilerServices;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Judges all calls of a model turn before the first of them runs, whichever loop of Semantic Kernel runs them. Thread-safe.</summary>
internal sealed class TurnBatches(ToolCallGuard guard)
{
    private readonly ConditionalWeakTable<object, Lazy<Task<TurnBatch>>> _known = [];

    /// <summary>The batch to which a call belongs, judged.</summary>
    public async ValueTask<TurnBatch> OfAsync(AutoFunctionInvocationContext context)
    {
        var (key, calls) = TurnReader.Read(context);
        var judging = _known.GetValue(key, _ => new Lazy<Task<TurnBatch>>(() => JudgeAsync(context, calls)));
        return await judging.Value;
    }

    /// <summary>The guarded call of a context, for one that was not judged with its turn.</summary>
    public Calls.ToolCall Describe(AutoFunctionInvocationContext context, TurnBatch batch) =>
        Describe(new TurnCall(context.Function, context.Arguments, context.ToolCallId), context, batch);

    private async Task<TurnBatch> JudgeAsync(AutoFunctionInvocationContext context, IReadOnlyList<TurnCall> calls)
    {
        var batch = new TurnBatch(calls.Count == 0 ? null : calls[0].Id, AIFunctionCalls.HoldToolResults(context.Messages));
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i].Function is not null)
            {
                batch.Add(i, await guard.JudgeAsync(Describe(calls[i], context, batch), context.CancellationToken));
            }
            else if (calls[i].UnknownName is { } name)
            {
                await RefuseAsync(KernelCalls.DescribeUnknown(name, calls[i].Arguments, calls[i].Offered, calls[i].Id, batch), context.CancellationToken);
            }
        }

        return batch;
    }

    private Calls.ToolCall Describe(TurnCall call, AutoFunctionInvocationContext context, TurnBatch batch) => KernelCalls.Describe(
        call.Function!,
        call.Arguments,
        KernelNames.IsAmbiguous(call.Function!, context.Kernel, guard) || KernelNames.IsAmbiguous(((AITool)call.Function!).Name, context.Options),
        isDirect: false,
        call.Id,
        batch);

    // The loop answers a call of an unknown function itself, and no filter sees that: here it is recorded with the rest of its turn.
    private async ValueTask RefuseAsync(Calls.ToolCall call, CancellationToken cancellationToken)
    {
        var judged = await guard.JudgeAsync(call, cancellationToken);
        if (judged.CanRun)
        {
            await judged.WithdrawAsync();
        }
        else
        {
            await judged.RunAsync((_, _) => throw new InvalidOperationException("a refused call was run"), cancellationToken);
        }
    }
}
