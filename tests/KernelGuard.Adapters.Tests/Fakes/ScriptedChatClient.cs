using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A model that says what the script says, turn by turn, and at last "done".</summary>
internal sealed class ScriptedChatClient(params AIContent[][] turns) : IChatClient
{
    private int _turn;

    /// <summary>Set where the provider keeps the history.</summary>
    public string? ConversationId { get; init; }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Requests { get; } = [];

    /// <summary>What the model was told of its calls, in order.</summary>
    public IReadOnlyList<string> Results =>
        Requests.Count == 0 ? [] : [.. Requests[^1].Messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().Select(r => r.Result?.ToString() ?? "")];

    public static FunctionCallContent Call(string name, string path, string id = "c1") => new(id, name, new Dictionary<string, object?> { ["path"] = path });

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
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "m") : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private AIContent[] Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Requests.Add(([.. messages], options));
        return _turn < turns.Length ? turns[_turn++] : [new TextContent("done")];
    }
}
