using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

public sealed class KernelStreamingChatSeamTests : KernelChatSeamTests
{
    private protected override async Task AskAsync(IChatClient client, ChatOptions options)
    {
        await foreach (var _ in client.GetStreamingResponseAsync("go", options, TestContext.Current.CancellationToken))
        {
        }
    }
}
