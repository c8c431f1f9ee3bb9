using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KernelGuard.SemanticKernel;

/// <summary>A refusal for callers that stream: one item of whichever of the usual types they asked for.</summary>
internal sealed class RefusalStream(string json)
    : IAsyncEnumerable<string>, IAsyncEnumerable<StreamingKernelContent>, IAsyncEnumerable<StreamingChatMessageContent>, IAsyncEnumerable<StreamingTextContent>
{
    IAsyncEnumerator<string> IAsyncEnumerable<string>.GetAsyncEnumerator(CancellationToken cancellationToken) => One(json);

    IAsyncEnumerator<StreamingKernelContent> IAsyncEnumerable<StreamingKernelContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One<StreamingKernelContent>(new StreamingTextContent(json));

    IAsyncEnumerator<StreamingChatMessageContent> IAsyncEnumerable<StreamingChatMessageContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingChatMessageContent(AuthorRole.Tool, json));

    IAsyncEnumerator<StreamingTextContent> IAsyncEnumerable<StreamingTextContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingTextContent(json));

    private static async IAsyncEnumerator<T> One<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }
}
