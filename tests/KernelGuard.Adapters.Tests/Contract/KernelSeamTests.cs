using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, invoked directly.</summary>
public class KernelSeamTests : SeamContract
{
    private protected override async Task<string> CallAsync(ToolCallGuard guard, ShopTools tools, ContractCase call)
    {
        var kernel = new Kernel();
        kernel.Plugins.AddRange(tools.Plugins());
        kernel.AddPolicyFilter(guard).EnsureGuarded();
        return await InvokeAsync(kernel, call, new KernelArguments(call.Arguments()));
    }

    private protected virtual async Task<string> InvokeAsync(Kernel kernel, ContractCase call, KernelArguments arguments)
    {
        var name = call.Tool.Split('.');
        return (await kernel.InvokeAsync(name[0], name[1], arguments, TestContext.Current.CancellationToken)).ToString();
    }
}
