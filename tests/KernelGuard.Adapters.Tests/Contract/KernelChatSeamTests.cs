using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, called by the model through Semantic Kernel's function-invoking client.</summary>
public class KernelChatSeamTests : KernelSeamTests
{
    private protected static PromptExecutionSettings Auto => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private protected override async Task<string> InvokeAsync(Kernel kernel, ContractCase call, KernelArguments arguments)
    {
        var model = new ScriptedChatClient([new Microsoft.Extensions.AI.FunctionCallContent("c1", call.Tool.Replace('.', '_'), call.Arguments())]);
        using var client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        await AskAsync(client, Auto.ToChatOptions(kernel)!);
        return Assert.Single(model.Results);
    }

    private protected virtual async Task AskAsync(IChatClient client, ChatOptions options) =>
        await client.GetResponseAsync("go", options, TestContext.Current.CancellationToken);
}
