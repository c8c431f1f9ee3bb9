using KernelGuard.Calls;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The plain call, with the tool's schema; the other suites of the contract run where it is at home.</summary>
public sealed class PlainCallTests : SeamContract<PlainCallTests.Seam>
{
    private protected override bool IsAdapter => false;

    public sealed class Seam : HostSeam
    {
        public override async Task<string> CallAsync(
            ToolCallGuard guard, string tool, Delegate method, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
        {
            var function = AIFunctionFactory.Create(method, tool);
            var outcome = await guard.InvokeAsync(
                new ToolCall(tool, arguments) { Schema = AIFunctionCalls.SchemaOf(function) },
                (judged, token) => function.InvokeAsync(new AIFunctionArguments(PlainValues.Of(judged)), token),
                cancellationToken);
            return $"{outcome.Result}";
        }
    }
}
