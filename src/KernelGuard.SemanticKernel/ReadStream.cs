using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Reads a function's stream to its end, where policy redacts something in it: a part of it could hold what may not be seen.</summary>
internal static class ReadStream
{
    /// <summary>What was streamed: the one item's value, or the text of all. A stream of values that are no objects is not read, and stands for itself.</summary>
    public static async ValueTask<object?> ToValueAsync(object? stream, CancellationToken cancellationToken)
    {
        if (stream is not IAsyncEnumerable<object?> items)
        {
            return stream;
        }

        var all = new List<object?>();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            all.Add(item is StreamingMethodContent method ? method.Content : item);
        }

        return all is [var single and not StreamingKernelContent] ? single : string.Concat(all);
    }
}
