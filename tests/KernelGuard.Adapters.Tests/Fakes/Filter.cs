using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A function filter that does what a test says.</summary>
internal sealed class Filter(Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> run) : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next) => run(context, next);
}
