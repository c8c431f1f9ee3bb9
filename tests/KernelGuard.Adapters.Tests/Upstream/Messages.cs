using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Responses in a form that a test can state in one line.</summary>
internal static class Messages
{
    public static string Shape(this ChatResponse response) =>
        string.Join(',', response.Messages.Select(message => $"{message.Role}:{string.Join('+', message.Contents.Select(content => content.GetType().Name))}"));

    public static IEnumerable<T> Contents<T>(this ChatResponse response) => response.Messages.SelectMany(message => message.Contents).OfType<T>();

    public static string Results(this ChatResponse response) => string.Join(" | ", response.Contents<FunctionResultContent>().Select(result => result.Result));

    /// <summary>The same request in one piece or as a stream; the two must not differ.</summary>
    public static Task<ChatResponse> AskAsync(
        this IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming, CancellationToken cancellationToken) =>
        streaming
            ? client.GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : client.GetResponseAsync(messages, options, cancellationToken);
}
