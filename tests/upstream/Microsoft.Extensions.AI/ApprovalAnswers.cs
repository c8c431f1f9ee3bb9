namespace Microsoft.Extensions.AI;

/// <summary>The answers to approval requests in a history. Nothing about them is checked: the call that runs is the one in the answer.</summary>
internal sealed class ApprovalAnswers
{
    private readonly List<ToolApprovalResponseContent> _answers = [];

    public List<FunctionCallContent> Approved => [.. _answers.Where(answer => answer.Approved).Select(Call)];

    /// <summary>Takes requests and answers for functions out of a history; those for other kinds of tools stay for the provider.</summary>
    public static ApprovalAnswers TakeFrom(List<ChatMessage> history)
    {
        var answered = Contents<FunctionResultContent>(history).Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var requests = Contents<ToolApprovalRequestContent>(history).Where(IsForFunction).ToList();
        var answers = Contents<ToolApprovalResponseContent>(history).Where(IsForFunction).ToList();
        var unanswered = requests.ExceptBy(answers.Select(answer => answer.RequestId), request => request.RequestId)
            .Select(request => request.ToolCall.CallId).Where(id => !answered.Contains(id)).ToList();
        if (unanswered.Count > 0)
        {
            throw new InvalidOperationException(
                $"ToolApprovalRequestContent found with FunctionCall.CallId(s) '{string.Join(", ", unanswered)}' that have no matching ToolApprovalResponseContent.");
        }

        for (var i = history.Count - 1; i >= 0; i--)
        {
            RemoveFrom(history, i);
        }

        var taken = new ApprovalAnswers();
        taken._answers.AddRange(answers.Where(answer => !answered.Contains(answer.ToolCall.CallId) && !Call(answer).InformationalOnly));
        return taken;
    }

    /// <summary>The calls as the model made them, and for each one that was refused the result that says so.</summary>
    public List<ChatMessage> ToMessages()
    {
        var messages = new List<ChatMessage>();
        if (_answers.Count > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, [.. _answers.Select(Call)]));
        }

        var refused = _answers.Where(answer => !answer.Approved).ToList();
        if (refused.Count > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Tool, [.. refused.Select(ToResult)]));
        }

        return messages;
    }

    private static FunctionResultContent ToResult(ToolApprovalResponseContent refused)
    {
        var reason = string.IsNullOrWhiteSpace(refused.Reason) ? "" : $" {refused.Reason}";
        Call(refused).InformationalOnly = true;
        return new FunctionResultContent(refused.ToolCall.CallId, $"Tool call invocation rejected.{reason}");
    }

    private static void RemoveFrom(List<ChatMessage> history, int index)
    {
        var message = history[index];
        List<AIContent> kept = [.. message.Contents.Where(content => !IsForFunction(content))];
        if (kept.Count == message.Contents.Count)
        {
            return;
        }

        if (kept.Count == 0)
        {
            history.RemoveAt(index);
            return;
        }

        history[index] = message.Clone();
        history[index].Contents = kept;
    }

    private static bool IsForFunction(AIContent content) =>
        content is ToolApprovalRequestContent { ToolCall: FunctionCallContent } or ToolApprovalResponseContent { ToolCall: FunctionCallContent };

    private static FunctionCallContent Call(ToolApprovalResponseContent answer) => (FunctionCallContent)answer.ToolCall;

    private static IEnumerable<T> Contents<T>(List<ChatMessage> history) => history.SelectMany(message => message.Contents).OfType<T>();
}
