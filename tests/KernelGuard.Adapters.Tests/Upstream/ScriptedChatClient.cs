using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>A model that asks for the given calls, round by round, and then repeats what the last tool said.</summary>
internal sealed class ScriptedChatClient(params AIContent[][] rounds) : IChatClient
{
    private static readonly ChatClientMetadata s_metadata = new("scripted", providerUri: null, "m");

    private readonly List<ScriptedRequest> _requests = [];

    public IReadOnlyList<ScriptedRequest> Requests => _requests;

    public static FunctionCallContent Call(string name, string path = "x", string id = "c1") =>
        new(id, name, new Dictionary<string, object?> { ["path"] = path });

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Next(messages, options))));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var content in Next(messages, options))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? s_metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private IList<AIContent> Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = new ScriptedRequest([.. messages], options, [.. options?.Tools ?? []]);
        _requests.Add(request);
        return _requests.Count <= rounds.Length ? [.. rounds[_requests.Count - 1]] : [new TextContent($"final; tool said: {request.LastResult}")];
    }
}
