using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Notes each call of the model and then does what it is told; passes on if it is told nothing.</summary>
internal sealed class AutoFilter(
    string name, List<string> log, Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task>? act = null)
    : IAutoFunctionInvocationFilter
{
    public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        log.Add($"{name}({context.Function.Name})");
        return act is null ? next(context) : act(context, next);
    }
}
