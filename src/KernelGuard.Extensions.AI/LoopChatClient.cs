using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Sits outside the library's own loop, which was taken over, and checks what comes out of it.</summary>
/// <param name="innerClient">The client with the loop inside.</param>
/// <param name="guard">The guard.</param>
/// <param name="loops">The loops.</param>
internal sealed class LoopChatClient(IChatClient innerClient, ToolCallGuard guard, IReadOnlyList<FunctionInvokingChatClient> loops)
    : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        var response = await base.GetResponseAsync(sent, options, cancellationToken);
        if (!AreTakenOver())
        {
            return response;
        }

        var report = ReportOn(sent, options);
        foreach (var message in response.Messages)
        {
            await report.CheckAsync(message.Contents, cancellationToken);
        }

        if (await report.CompleteAsync(cancellationToken) is { Count: > 0 } refusals)
        {
            response.Messages.Add(new ChatMessage(ChatRole.Tool, refusals));
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        var report = ReportOn(sent, options);
        await foreach (var update in base.GetStreamingResponseAsync(sent, options, cancellationToken))
        {
            if (AreTakenOver())
            {
                await report.CheckAsync(update.Contents, cancellationToken);
            }

            yield return update;
        }

        if (AreTakenOver() && await report.CompleteAsync(cancellationToken) is { Count: > 0 } refusals)
        {
            yield return new ChatResponseUpdate(ChatRole.Tool, refusals);
        }
    }

    // Where an invoker was replaced, calls do not come to the seam, so nothing can be told from their results.
    private bool AreTakenOver() => loops.All(InvokerSeam.IsOn);

    private LoopReport ReportOn(List<ChatMessage> messages, ChatOptions? options) => new(
        guard,
        AIFunctionCalls.HoldToolResults(messages),
        messages.SelectMany(message => message.Contents).OfType<ToolApprovalResponseContent>().Select(response => response.ToolCall.CallId).ToHashSet(StringComparer.Ordinal),
        () => [.. (options?.Tools ?? []).Concat(loops.SelectMany(loop => loop.AdditionalTools ?? [])).OfType<AIFunctionDeclaration>()]);
}
