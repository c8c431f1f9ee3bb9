using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KernelGuard.SemanticKernel;

/// <summary>
/// A refusal as the result of a kernel function: a message for callers that ask for text, content or an object, a stream of one item for callers that stream,
/// and an exception with the same JSON for callers of a type that can hold neither.
/// </summary>
/// <remarks>
/// A filter does not know the type that its caller asked for. But before <see cref="FunctionResult.GetValue{T}"/> gives up on a value, it takes a list of messages
/// for an answer of a model and asks for its count; so the count throws.
/// </remarks>
[JsonConverter(typeof(RefusalContentConverter))]
[JsonPolymorphic] // with the next: else the serialiser takes the rules of the base class, and writes a message
[JsonDerivedType(typeof(RefusalContent))]
[SuppressMessage("Performance", "CA1852", Justification = "the serialiser takes these rules from no sealed class")]
internal class RefusalContent(string json, Func<Exception> misfit)
    : ChatMessageContent(AuthorRole.Tool, json),
        IReadOnlyList<ChatMessageContent>,
        IAsyncEnumerable<string>,
        IAsyncEnumerable<StreamingKernelContent>,
        IAsyncEnumerable<StreamingChatMessageContent>,
        IAsyncEnumerable<StreamingTextContent>
{
    private readonly string _json = json;

    int IReadOnlyCollection<ChatMessageContent>.Count => Misfit();

    ChatMessageContent IReadOnlyList<ChatMessageContent>.this[int index] => this;

    /// <summary>The refusal as JSON, whatever a filter may have made of the content.</summary>
    public override string ToString() => _json;

    IEnumerator<ChatMessageContent> IEnumerable<ChatMessageContent>.GetEnumerator() => Enumerable.Repeat<ChatMessageContent>(this, 1).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Enumerable.Repeat(this, 1).GetEnumerator();

    IAsyncEnumerator<string> IAsyncEnumerable<string>.GetAsyncEnumerator(CancellationToken cancellationToken) => One(_json);

    IAsyncEnumerator<StreamingKernelContent> IAsyncEnumerable<StreamingKernelContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One<StreamingKernelContent>(new StreamingTextContent(_json));

    IAsyncEnumerator<StreamingChatMessageContent> IAsyncEnumerable<StreamingChatMessageContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingChatMessageContent(AuthorRole.Tool, _json));

    IAsyncEnumerator<StreamingTextContent> IAsyncEnumerable<StreamingTextContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingTextContent(_json));

    private static async IAsyncEnumerator<T> One<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }

    [DoesNotReturn]
    private int Misfit() => throw misfit();
}
