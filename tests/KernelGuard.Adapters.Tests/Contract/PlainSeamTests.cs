using KernelGuard.Calls;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The plain call, with the tool's schema.</summary>
public sealed class PlainSeamTests : SeamContract
{
    private protected override bool IsAdapter => false;

    private protected override async Task<string> CallAsync(ToolCallGuard guard, ShopTools tools, ContractCase call)
    {
        var function = tools.Functions().Single(f => f.Name == call.Tool);
        var plain = new ToolCall(call.Tool, call.Arguments()) { Schema = AIFunctionCalls.SchemaOf(function) };
        var outcome = await guard.InvokeAsync(
            plain,
            (arguments, token) => function.InvokeAsync(new AIFunctionArguments(PlainValues.Of(arguments)), token),
            TestContext.Current.CancellationToken);
        return outcome.Result!.ToString()!;
    }
}
