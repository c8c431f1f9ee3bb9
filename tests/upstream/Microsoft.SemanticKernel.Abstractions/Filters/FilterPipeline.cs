namespace Microsoft.SemanticKernel;

/// <summary>Runs filters round a callback. The lists are live: what a filter does to them takes effect at once.</summary>
internal static class FilterPipeline
{
    public static Task RunAsync(Kernel kernel, FunctionInvocationContext context, Func<FunctionInvocationContext, Task> function) =>
        RunAsync(kernel.FunctionInvocationFilters, (filter, c, next) => filter.OnFunctionInvocationAsync(c, next), function, context, 0);

    public static Task RunAsync(Kernel kernel, AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> function) =>
        RunAsync(kernel.AutoFunctionInvocationFilters, (filter, c, next) => filter.OnAutoFunctionInvocationAsync(c, next), function, context, 0);

    public static Task RunAsync(Kernel kernel, PromptRenderContext context, Func<PromptRenderContext, Task> render) =>
        RunAsync(kernel.PromptRenderFilters, (filter, c, next) => filter.OnPromptRenderAsync(c, next), render, context, 0);

    private static Task RunAsync<TFilter, TContext>(
        IList<TFilter> filters, Func<TFilter, TContext, Func<TContext, Task>, Task> enter, Func<TContext, Task> innermost, TContext context, int index) =>
        index < filters.Count
            ? enter(filters[index], context, next => RunAsync(filters, enter, innermost, next, index + 1))
            : innermost(context);
}
