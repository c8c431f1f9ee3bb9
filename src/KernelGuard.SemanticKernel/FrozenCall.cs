using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Runs a function with the judged arguments.</summary>
internal sealed class FrozenCall(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, bool usesOwnContext)
{
    /// <summary>Runs the function and gives the caller's context its result.</summary>
    /// <param name="judged">The arguments.</param>
    /// <param name="readsStream">Whether a stream is read to its end first.</param>
    /// <param name="cancellationToken">Stops reading a stream.</param>
    /// <returns>The raw result, for evidence; null for a stream that starts later.</returns>
    public async ValueTask<object?> RunAsync(FrozenObject judged, bool readsStream, CancellationToken cancellationToken)
    {
        await RunAsync(KernelCalls.ToArguments(judged, context.Arguments));
        return (context.IsStreaming, readsStream) switch
        {
            (false, _) => Refusals.ValueOf(context.Result),
            (true, true) => await ReadStream.ToValueAsync(context.Result.GetValue<object>(), cancellationToken),
            _ => null,
        };
    }

    /// <summary>Leaves it to the guarded function inside the kernel's to give effect to the judgement.</summary>
    /// <returns>What came of the call; null for a stream, which starts later, and where something in between answered.</returns>
    public async ValueTask<ToolCallOutcome?> PassOnAsync(JudgedCall judged)
    {
        var arguments = KernelCalls.ToArguments(judged.Arguments, context.Arguments);
        AIFunctionCalls.Attach(judged, arguments);
        try
        {
            await RunAsync(arguments);
        }
        finally
        {
            if (!context.IsStreaming)
            {
                await judged.WithdrawAsync();
            }
        }

        return judged.Outcome;
    }

    private async ValueTask RunAsync(KernelArguments arguments)
    {
        CallFrame.EnterBody(context.Function);
        if (usesOwnContext)
        {
            var own = OwnContext.Create(context, arguments);
            await next(own);
            context.Result = own.Result;
        }
        else
        {
            await RunInPlaceAsync(arguments);
        }
    }

    // The caller's own dictionary is borrowed for the call and gets its values back: it may be the history that the model sees.
    private async ValueTask RunInPlaceAsync(KernelArguments judged)
    {
        var callers = new Dictionary<string, object?>(context.Arguments, StringComparer.Ordinal);
        Replace(judged);
        await next(context);
        if (!context.IsStreaming)
        {
            Replace(callers);
        }
    }

    private void Replace(IDictionary<string, object?> values)
    {
        context.Arguments.Clear();
        foreach (var (key, value) in values)
        {
            context.Arguments[key] = value;
        }
    }
}
