using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>A chat client in the place of a connector. Who runs functions is the client's affair.</summary>
internal sealed class ChatClientChatCompletionService : IChatCompletionService
{
    private readonly IChatClient _client;

    public ChatClientChatCompletionService(IChatClient client)
    {
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        ArgumentNullException.ThrowIfNull(metadata);
        _client = client;
        Attributes = new Dictionary<string, object?> { ["ModelId"] = metadata.DefaultModelId };
    }

    public IReadOnlyDictionary<string, object?> Attributes { get; }

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var response = await _client.GetResponseAsync(ToMessages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken);
        var messages = response.Messages.Select(message => message.ToChatMessageContent()).ToList();
        chatHistory.AddRange(messages.SkipLast(1));
        return [.. messages.TakeLast(1)];
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        await foreach (var update in _client.GetStreamingResponseAsync(ToMessages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken))
        {
            yield return update.ToStreamingChatMessageContent();
        }
    }

    private static List<ChatMessage> ToMessages(ChatHistory history) => [.. history.Select(message => message.ToChatMessage())];
}
