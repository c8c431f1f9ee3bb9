using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A guarded function in anybody's loop.</summary>
public sealed class WrappedFunctionSeamTests : SeamContract
{
    private protected override async Task<string> CallAsync(ToolCallGuard guard, ShopTools tools, ContractCase call)
    {
        var function = new GuardedAIFunction(tools.Functions().Single(f => f.Name == call.Tool), guard);
        return (await function.InvokeAsync(new AIFunctionArguments(call.Arguments()), TestContext.Current.CancellationToken))!.ToString()!;
    }
}
