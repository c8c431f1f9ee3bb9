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

    private void AskForApprovals(List<ChatResponseUpdate> updates, ChatOptions? options)
    {
        if (NeedApproval(updates.SelectMany(update => update.Contents), options))
        {
            updates.ForEach(update => update.Contents = ToRequests(update.Contents, options));
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
