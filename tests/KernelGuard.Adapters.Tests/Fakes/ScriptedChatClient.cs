using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A model that says what the script says, turn by turn, and then repeats what the last tool said.</summary>
internal sealed class ScriptedChatClient(params AIContent[][] turns) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("scripted", providerUri: null, "m");

    private readonly List<ScriptedRequest> _requests = [];

    /// <summary>Set where the provider keeps the history.</summary>
    public string? ConversationId { get; init; }

    public IReadOnlyList<ScriptedRequest> Requests => _requests;

    /// <summary>What the model was told of its calls, in order.</summary>
    public IReadOnlyList<string> Results => _requests.Count == 0 ? [] : [.. _requests[^1].Results.Select(result => result?.ToString() ?? "")];

    public static FunctionCallContent Call(string name, string path = "x", string id = "c1") =>
        new(id, name, new Dictionary<string, object?> { ["path"] = path });

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. Next(messages, options)])) { ConversationId = ConversationId });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var content in Next(messages, options))
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ConversationId = ConversationId };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private AIContent[] Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = new ScriptedRequest([.. messages], options, [.. options?.Tools ?? []]);
        _requests.Add(request);
        return _requests.Count <= turns.Length ? turns[_requests.Count - 1] : [new TextContent($"final; tool said: {request.Results.LastOrDefault()}")];
    }
}
