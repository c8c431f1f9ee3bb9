using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

public static class ChatClientExtensions
{
    public static IChatCompletionService AsChatCompletionService(this IChatClient client, IServiceProvider? serviceProvider = null)
    {
        _ = serviceProvider;
        ArgumentNullException.ThrowIfNull(client);
        return new ChatClientChatCompletionService(client);
    }
}
