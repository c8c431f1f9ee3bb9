using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>Calls one tool, and then says what the tool said.</summary>
internal sealed class OneCallModel(string tool) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AIContent answer = messages.Last().Contents is [FunctionResultContent result]
            ? new TextContent(result.Result?.ToString())
            : new FunctionCallContent("c1", tool, Workload.Arguments());
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
