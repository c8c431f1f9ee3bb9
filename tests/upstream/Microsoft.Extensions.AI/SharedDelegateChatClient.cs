using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Microsoft.Extensions.AI;

/// <summary>One function round both modes; it sees the request, never the response.</summary>
internal sealed class SharedDelegateChatClient(
    IChatClient innerClient,
    Func<IEnumerable<ChatMessage>, ChatOptions?, Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task>, CancellationToken, Task> shared)
    : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse? response = null;
        await shared(messages, options, async (m, o, token) => response = await InnerClient.GetResponseAsync(m, o, token), cancellationToken);
        return response ?? throw new InvalidOperationException("the function ended without calling the inner client");
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = Channel.CreateUnbounded<ChatResponseUpdate>();
        var pump = PumpAsync(updates.Writer, messages, options, cancellationToken);
        await foreach (var update in updates.Reader.ReadAllAsync(cancellationToken))
        {
            yield return update;
        }

        await pump;
    }

    private async Task PumpAsync(
        ChannelWriter<ChatResponseUpdate> updates, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            await shared(messages, options, ForwardAsync, cancellationToken);
        }
#pragma warning disable CA1031 // the reader of the channel gets the exception, whatever it is
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = e;
        }
        finally
        {
            updates.TryComplete(error);
        }

        async Task ForwardAsync(IEnumerable<ChatMessage> m, ChatOptions? o, CancellationToken token)
        {
            await foreach (var update in InnerClient.GetStreamingResponseAsync(m, o, token))
            {
                await updates.WriteAsync(update, token);
            }
        }
    }
}
