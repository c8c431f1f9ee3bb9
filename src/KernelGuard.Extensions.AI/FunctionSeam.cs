using KernelGuard.Calls;
using KernelGuard.Decisions;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Where the loop is about to run a function: judges the whole batch first, then runs this call with the judged arguments. Thread-safe.</summary>
internal sealed class FunctionSeam(ToolCallGuard guard, ChatPolicyOptions options)
{
    private readonly CallBatches _batches = new(guard);

    public ToolCallGuard Guard => guard;

    /// <summary>Runs one call of the loop.</summary>
    /// <param name="context">The call. Its function and arguments are replaced by guarded ones.</param>
    /// <param name="next">What would run it without the guard.</param>
    /// <param name="additionalTools">The loop's tools besides those of the request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<object?> InvokeAsync(
        FunctionInvocationContext context,
        Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>> next,
        IList<AITool>? additionalTools,
        CancellationToken cancellationToken)
    {
        LoopCalls.Add(context.CallContent);
        var batch = await _batches.OfAsync(context, additionalTools, cancellationToken);
        var judged = batch.Take(context.CallContent)
            ?? await guard.JudgeAsync(_batches.Describe(context.Function, context.CallContent, batch, LoopTools.Of(context.Options, additionalTools)), cancellationToken);
        try
        {
            return await RunAsync(context, judged, next, cancellationToken);
        }
        finally
        {
            await CompleteAsync(context, batch, judged);
        }
    }

    private async ValueTask CompleteAsync(FunctionInvocationContext context, CallBatch batch, JudgedCall judged)
    {
        if (context.Terminate)
        {
            await batch.WithdrawAsync();
        }

        batch.Note(judged, options.TerminateAfterRefusals);
        if (guard.Approvals.IsNative && batch.IsWhole(context.FunctionCount)
            && judged.Outcome is { Status: DecisionStatus.ApprovalPending, TicketId: { } ticketId })
        {
            batch.Hold(context.CallContent, ticketId);
        }

        // The turn ends only when every call has its result, and the caller is asked; else the model is told that the call waits.
        var isLast = batch.Complete() == context.FunctionCount;
        context.Terminate |= (isLast && batch.Waits) || (batch.IsStopped && context.FunctionCallIndex == context.FunctionCount - 1);
    }

    private async ValueTask<object?> RunAsync(
        FunctionInvocationContext context,
        JudgedCall judged,
        Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>> next,
        CancellationToken cancellationToken)
    {
        if (!judged.CanRun)
        {
            return (await judged.RunAsync(NeverAsync, cancellationToken)).Result;
        }

        // The judged call travels with these arguments to the guarded function, past whatever invoker the user has set.
        context.Arguments = AIFunctionCalls.ToArguments(judged.Arguments, context.Arguments);
        context.Function = GuardedAIFunction.For(context.Function, guard);
        judged.AttachTo(context.Arguments);
        try
        {
            return await next(context, cancellationToken);
        }
        finally
        {
            await judged.WithdrawAsync();
        }
    }

    private static ValueTask<object?> NeverAsync(FrozenObject arguments, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("a refused call was run");
}
