using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Notes each call and then does what it is told; passes on if it is told nothing.</summary>
internal sealed class FunctionFilter(
    string name, List<string> log, Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task>? act = null) : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        log.Add($"{name}({context.Function.Name})");
        return act is null ? next(context) : act(context, next);
    }
}
