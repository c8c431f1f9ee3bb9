using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The library's own function-invoking client further inside, taken over.</summary>
public sealed class ForeignLoopSeamTests : ChatClientSeamTests
{
    private protected override ChatClientBuilder Build(ChatClientBuilder builder, ToolCallGuard guard) => builder.UsePolicy(guard).UseFunctionInvocation();
}
