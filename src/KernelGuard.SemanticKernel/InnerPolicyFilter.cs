using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>The function filter next to the function: judges the final arguments, and runs the function with them. It judges only where it is the last.</summary>
internal sealed class InnerPolicyFilter(KernelPolicy policy) : IFunctionInvocationFilter
{
    public KernelPolicy Policy => policy;

    /// <summary>Whether functions get a context of the guard's own; else values are replaced in place. Off in tests of the fallback.</summary>
    internal bool UsesOwnContext { get; init; } = OwnContext.IsAvailable;

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (!KernelCalls.IsToolCall(context.Function))
        {
            CallFrame.EnterBody(context.Function);
            await next(context);
            return;
        }

        if (!IsLast(context.Kernel) && policy.IsInnermost(context.Kernel))
        {
            await next(context);
            return;
        }

        var judged = await JudgeAsync(context);
        CallFrame.MarkJudged(context.Function);
        var call = new FrozenCall(context, next, UsesOwnContext);
        var isPassedOn = judged.CanRun && WrappedFunction.IsGuardedBy(policy.Guard, context.Function);
        var redacts = judged.Decision.ResultRedactions.Count > 0;
        var outcome = isPassedOn
            ? await call.PassOnAsync(judged)
            : await judged.RunAsync((arguments, token) => call.RunAsync(arguments, redacts, token), context.CancellationToken);
        if (outcome?.Refusal is { } refusal)
        {
            context.Result = Refusals.ToResult(refusal, context.Function, context.Kernel);
        }
        else if (outcome is not null && !isPassedOn && (redacts || outcome.IsSimulated))
        {
            context.Result = GivenResults.ToResult(outcome.Result, context);
        }
    }

    private bool IsLast(Kernel kernel)
    {
        var filters = kernel.FunctionInvocationFilters;
        var count = filters.Count;
        return count > 0 && ReferenceEquals(filters[count - 1], this);
    }

    private async ValueTask<JudgedCall> JudgeAsync(FunctionInvocationContext context)
    {
        var function = context.Function;
        var isDirect = policy.Options.OtherCallsAreDirect || CallFrame.IsInTemplate(function);
        var call = KernelCalls.Describe(function, context.Arguments, KernelNames.IsAmbiguous(function, context.Kernel, policy.Guard), isDirect);
        return policy.Guard.TryTake(context.Arguments, call.Arguments!, out var judged)
            ? judged
            : await policy.Guard.JudgeAsync(call, context.CancellationToken);
    }
}
