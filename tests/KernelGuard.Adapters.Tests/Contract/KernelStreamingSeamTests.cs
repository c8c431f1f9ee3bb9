using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, streamed.</summary>
public sealed class KernelStreamingSeamTests : KernelSeamTests
{
    private protected override async Task<string> InvokeAsync(Kernel kernel, ContractCase call, KernelArguments arguments)
    {
        var name = call.Tool.Split('.');
        var function = kernel.Plugins.GetFunction(name[0], name[1]);
        var text = "";
        await foreach (var item in kernel.InvokeStreamingAsync<StreamingKernelContent>(function, arguments, TestContext.Current.CancellationToken))
        {
            text += item.ToString();
        }

        return text;
    }
}
