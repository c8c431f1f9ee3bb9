using KernelGuard.Calls;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Runs a function with the judged arguments.</summary>
internal sealed class FrozenCall(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next, bool usesOwnContext)
{
    /// <summary>Runs the function and gives the caller's context its result.</summary>
    /// <returns>The raw result, for evidence; null for a stream, which starts later.</returns>
    public async ValueTask<object?> RunAsync(FrozenObject judged)
    {
        CallFrame.EnterBody(context.Function);
        var arguments = KernelCalls.ToArguments(judged, context.Arguments);
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

        return context.IsStreaming ? null : Refusals.ValueOf(context.Result);
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
