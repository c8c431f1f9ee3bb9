using KernelGuard.Adapters.Tests.Chat;
using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A model's call in Semantic Kernel's function-invoking client.</summary>
public abstract class KernelChatSeam(bool streaming) : KernelSeam
{
    private protected override async Task<string> InvokeAsync(
        Kernel kernel, KernelFunction function, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var model = new ScriptedChatClient([new Microsoft.Extensions.AI.FunctionCallContent("c1", $"{function.PluginName}_{function.Name}", arguments)]);
        using var client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        client.GetService<FunctionInvokingChatClient>()!.MaximumConsecutiveErrorsPerRequest = 0;
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        await client.AskAsync(streaming, settings.ToChatOptions(kernel), cancellationToken);
        return Assert.Single(model.Results);
    }
}
