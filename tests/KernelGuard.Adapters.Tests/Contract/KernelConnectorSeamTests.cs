using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, called by the model through a connector.</summary>
public sealed class KernelConnectorSeamTests : KernelSeamTests
{
    private protected override async Task<string> InvokeAsync(Kernel kernel, ContractCase call, KernelArguments arguments)
    {
        var name = call.Tool.Split('.');
        var model = new ScriptedChatCompletion([new FunctionCallContent(name[1], name[0], "c1", arguments)]);
        await model.GetChatMessageContentsAsync(new ChatHistory("go"), kernel: kernel, cancellationToken: TestContext.Current.CancellationToken);
        return Assert.Single(model.Results);
    }
}
