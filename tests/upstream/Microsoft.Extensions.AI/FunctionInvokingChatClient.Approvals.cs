using System.Runtime.CompilerServices;

namespace Microsoft.Extensions.AI;

// One call that needs an approval turns all calls of the response into requests.
public partial class FunctionInvokingChatClient
{
    private void AskForApprovals(IList<ChatMessage> messages, ChatOptions? options)
    {
        if (NeedApproval(messages.SelectMany(message => message.Contents), options))
        {
            for (var i = 0; i < messages.Count; i++)
            {
                messages[i] = messages[i].Clone();
                messages[i].Contents = ToRequests(messages[i].Contents, options);
            }
        }
    }

    /// <summary>Passes on what the model streams. From the first call on it is held back, until one needs an approval or the stream ends.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> RelayAsync(
        FunctionInvocationTurn turn, List<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = new List<ChatResponseUpdate>();
        var calls = false;
        var asking = false;
        await foreach (var update in InnerClient.GetStreamingResponseAsync(turn.History, turn.Options, cancellationToken))
        {
            updates.Add(update);
            held.Add(update);
            calls |= update.Contents.Any(IsOpenCall);
            asking |= NeedApproval(update.Contents, turn.Options);
            if (asking || !calls)
            {
                held.ForEach(one => one.Contents = asking ? ToRequests(one.Contents, turn.Options) : one.Contents);
                foreach (var one in held)
                {
                    yield return one;
                }

                held.Clear();
            }
        }

        MarkAnsweredCalls(updates.SelectMany(update => update.Contents));
        foreach (var one in held)
        {
            yield return one;
        }
    }

    private bool NeedApproval(IEnumerable<AIContent> contents, ChatOptions? options) =>
        contents.Where(IsOpenCall).Cast<FunctionCallContent>().Any(call => NeedsApproval(call, options));

    private bool NeedsApproval(FunctionCallContent call, ChatOptions? options) => Find(call.Name, options) is { } tool && NeedsApproval(tool);

    private List<AIContent> ToRequests(IList<AIContent> contents, ChatOptions? options) =>
        [.. contents.Select(content => IsOpenCall(content) ? ToRequest((FunctionCallContent)content, options) : content)];

    private ToolApprovalRequestContent ToRequest(FunctionCallContent call, ChatOptions? options) =>
        new($"ficc_{call.CallId}", call) { RequiresConfirmation = NeedsApproval(call, options) };
}
