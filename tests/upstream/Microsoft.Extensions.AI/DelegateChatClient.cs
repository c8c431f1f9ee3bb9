using System.Runtime.CompilerServices;

namespace Microsoft.Extensions.AI;

/// <summary>A client given as one or two functions; the mode without a function is derived from the other one.</summary>
internal sealed class DelegateChatClient(
    IChatClient innerClient,
    Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, Task<ChatResponse>>? getResponse,
    Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? getStreamingResponse)
    : DelegatingChatClient(innerClient)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        getResponse is not null
            ? getResponse(messages, options, InnerClient, cancellationToken)
            : getStreamingResponse!(messages, options, InnerClient, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        getStreamingResponse is not null
            ? getStreamingResponse(messages, options, InnerClient, cancellationToken)
            : AtOnceAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AtOnceAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = await getResponse!(messages, options, InnerClient, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
