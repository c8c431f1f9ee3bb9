using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>The outermost function filter: makes sure that an inner one will judge, and withholds the result of a call that none judged.</summary>
internal sealed class OuterPolicyFilter(KernelPolicy policy) : IFunctionInvocationFilter
{
    public KernelPolicy Policy => policy;

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (!KernelCalls.IsToolCall(context.Function))
        {
            CallFrame.EnterBody(context.Function);
            await next(context);
            return;
        }

        await policy.EnsureInnermostAsync(context.Kernel);
        IFunctionInvocationFilter[] before = [.. context.Kernel.FunctionInvocationFilters];
        var frame = CallFrame.Begin(context.Function);
        await next(context);

        // With the filters as they were, a call that none of ours judged was answered by another filter and did not run.
        if (!frame.IsJudged && !before.SequenceEqual(context.Kernel.FunctionInvocationFilters))
        {
            context.Result = Refusals.Ungoverned(context.Function, context.Kernel);
            await policy.Guard.AlarmAsync(Refusals.UngovernedAlarm(context.Function));
        }
    }
}
