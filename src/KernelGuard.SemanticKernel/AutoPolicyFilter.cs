using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>The filter of automatic function calling: judges a whole turn before any of its calls runs, and knows ids and how to end the loop. It enforces nothing.</summary>
internal sealed class AutoPolicyFilter(KernelPolicy policy) : IAutoFunctionInvocationFilter
{
    private readonly TurnBatches _batches = new(policy.Guard);

    public KernelPolicy Policy => policy;

    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        await policy.EnsureInnermostAsync(context.Kernel);
        var batch = await _batches.OfAsync(context);
        var judged = batch.Take(context.FunctionSequenceIndex)
            ?? await policy.Guard.JudgeAsync(_batches.Describe(context, batch), context.CancellationToken);

        // The judged call travels with the arguments to the inner function filter, which takes it if they are still the same.
        judged.AttachTo(context.Arguments!);
        await next(context);
        if (!judged.IsUsed)
        {
            await WithholdAsync(context, judged);
        }

        context.Result = Refusals.ForModel(context.Result);
        if (context.Terminate)
        {
            await batch.WithdrawAsync();
        }

        batch.Note(judged, policy.Options.TerminateAfterRefusals);
        context.Terminate |= batch.IsStopped && context.FunctionSequenceIndex == context.FunctionCount - 1;
    }

    // Unused with our filter in place: another filter answered, or changed the arguments, so that the call was judged anew.
    private async ValueTask WithholdAsync(AutoFunctionInvocationContext context, JudgedCall judged)
    {
        await judged.WithdrawAsync();
        if (!policy.IsInnermost(context.Kernel))
        {
            context.Result = Refusals.Ungoverned(context.Function, context.Kernel);
            await policy.Guard.AlarmAsync(Refusals.UngovernedAlarm(context.Function));
        }
    }
}
