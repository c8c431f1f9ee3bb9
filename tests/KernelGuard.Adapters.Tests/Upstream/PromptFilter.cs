using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Does with a prompt what it is told.</summary>
internal sealed class PromptFilter(Func<PromptRenderContext, Func<PromptRenderContext, Task>, Task> act) : IPromptRenderFilter
{
    public Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next) => act(context, next);
}
