namespace Microsoft.Extensions.AI;

/// <summary>The answers to approval requests in a history. Nothing about them is checked: the call that runs is the one in the answer.</summary>
internal sealed class ApprovalAnswers
{
    private readonly List<ToolApprovalResponseContent> _answers;
    private readonly List<(ToolApprovalRequestContent Request, string? MessageId)> _requests;

    private ApprovalAnswers(List<ToolApprovalResponseContent> answers, List<(ToolApprovalRequestContent Request, string? MessageId)> requests, int position)
    {
        _answers = answers;
        _requests = requests;
        Position = position;
    }

    /// <summary>The place in the history where the answers stood.</summary>
    public int Position { get; }

    public List<FunctionCallContent> Approved => [.. _answers.Where(answer => answer.Approved).Select(Call)];

    /// <summary>Takes requests and answers for functions out of a history; those for other kinds of tools stay for the provider.</summary>
    public static ApprovalAnswers TakeFrom(List<ChatMessage> history)
    {
        var answered = Contents<FunctionResultContent>(history).Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var answers = Contents<ToolApprovalResponseContent>(history).Where(IsForFunction).ToList();
        var requests = history.SelectMany(message =>
            message.Contents.OfType<ToolApprovalRequestContent>().Where(IsForFunction).Select(request => (Request: request, message.MessageId))).ToList();
        var unanswered = requests.ExceptBy(answers.Select(answer => answer.RequestId), pair => pair.Request.RequestId)
            .Select(pair => pair.Request.ToolCall.CallId).ToList();
        if (unanswered.Count > 0)
        {
            throw new InvalidOperationException(
                $"ToolApprovalRequestContent found with FunctionCall.CallId(s) '{string.Join(", ", unanswered)}' that have no matching ToolApprovalResponseContent.");
        }

        var open = answers.Where(answer => !answered.Contains(answer.ToolCall.CallId) && !Call(answer).InformationalOnly);
        return new ApprovalAnswers([.. open.OrderBy(answer => answer.Approved)], requests, Remove(history));
    }

    /// <summary>Notes on the requests that they have been dealt with.</summary>
    public void MarkRequests()
    {
        foreach (var (request, _) in _requests.Where(pair => _answers.Exists(answer => answer.RequestId == pair.Request.RequestId)))
        {
            ((FunctionCallContent)request.ToolCall).InformationalOnly = true;
        }
    }

    /// <summary>The calls as the model made them, refused ones first, and for each refused one the result that says so.</summary>
    public List<ChatMessage> ToMessages()
    {
        var messages = new List<ChatMessage>();
        var byId = new Dictionary<string, ChatMessage>(StringComparer.Ordinal);
        foreach (var answer in _answers)
        {
            var id = _requests.Find(pair => pair.Request.RequestId == answer.RequestId).MessageId ?? string.Empty;
            var message = byId.GetValueOrDefault(id) ?? (id.Length == 0 ? messages.LastOrDefault() : null);
            if (message is null)
            {
                messages.Add(byId[id] = message = new ChatMessage(ChatRole.Assistant, []) { MessageId = id.Length == 0 ? null : id });
            }

            message.Contents.Add(Call(answer));
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

    private static int Remove(List<ChatMessage> history)
    {
        var kept = new List<ChatMessage>();
        var position = -1;
        foreach (var message in history)
        {
            position = position < 0 && message.Contents.Any(content => content is ToolApprovalResponseContent && IsForFunction(content)) ? kept.Count : position;
            if (Without(message) is { } rest)
            {
                kept.Add(rest);
            }
        }

        history.Clear();
        history.AddRange(kept);
        return position < 0 ? kept.Count : position;
    }

    private static ChatMessage? Without(ChatMessage message)
    {
        List<AIContent> kept = [.. message.Contents.Where(content => !IsForFunction(content))];
        if (kept.Count == message.Contents.Count)
        {
            return message;
        }

        var rest = message.Clone();
        rest.Contents = kept;
        return kept.Count == 0 ? null : rest;
    }

    private static bool IsForFunction(AIContent content) =>
        content is ToolApprovalRequestContent { ToolCall: FunctionCallContent } or ToolApprovalResponseContent { ToolCall: FunctionCallContent };

    private static FunctionCallContent Call(ToolApprovalResponseContent answer) => (FunctionCallContent)answer.ToolCall;

    private static IEnumerable<T> Contents<T>(List<ChatMessage> history) => history.SelectMany(message => message.Contents).OfType<T>();
}
