using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A filter of automatic function calling that looks at each call after it was made.</summary>
internal sealed class AutoWatcher(Action<AutoFunctionInvocationContext> watch) : IAutoFunctionInvocationFilter
{
    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        await next(context);
        watch(context);
    }
}
