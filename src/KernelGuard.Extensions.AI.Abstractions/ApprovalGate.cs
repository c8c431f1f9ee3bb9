using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Checks the approval responses in incoming messages. Nothing in a message is authenticated, and a response carries the call that would run.</summary>
internal sealed class ApprovalGate(ToolCallGuard guard, IssuedApprovals issued)
{
    /// <summary>Remembers the approval requests that go out.</summary>
    public void Issue(IList<AIContent> contents)
    {
        foreach (var request in contents.OfType<ToolApprovalRequestContent>())
        {
            issued.Add(request, guard.Caller);
        }
    }

    /// <summary>The messages without responses that were never asked for, were altered or were used before, and without the requests they claim to answer.</summary>
    public async ValueTask<IEnumerable<ChatMessage>> AdmitAsync(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> all = [.. messages];
        var contents = all.SelectMany(message => message.Contents);
        var answered = contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var responses = contents.OfType<ToolApprovalResponseContent>().Where(response => !answered.Contains(response.ToolCall.CallId)).ToList();
        if (responses.Count == 0)
        {
            return all;
        }

        var replacements = new Dictionary<AIContent, AIContent?>(ReferenceEqualityComparer.Instance);
        foreach (var response in responses)
        {
            await JudgeAsync(response, contents, replacements);
        }

        return all.Select(message => Rewrite(message, replacements)).OfType<ChatMessage>().ToList();
    }

    private async ValueTask JudgeAsync(ToolApprovalResponseContent response, IEnumerable<AIContent> contents, Dictionary<AIContent, AIContent?> replacements)
    {
        if (issued.TryClaim(response, guard.Caller, out var approval))
        {
            replacements[response] = new ToolApprovalResponseContent(response.RequestId, response.Approved, approval.Call()) { Reason = response.Reason };
            return;
        }

        replacements[response] = null;
        foreach (var request in contents.OfType<ToolApprovalRequestContent>().Where(request => request.RequestId == response.RequestId))
        {
            replacements.TryAdd(request, null);
        }

        await guard.AlarmAsync(new GuardAlarm(
            GuardAlarm.ApprovalForged, "an approval response was dropped: no such request is open for this caller, or its call was altered")
        {
            Tool = (response.ToolCall as FunctionCallContent)?.Name,
            CallId = response.ToolCall.CallId,
        });
    }

    // Null: nothing is left of the message.
    private static ChatMessage? Rewrite(ChatMessage message, Dictionary<AIContent, AIContent?> replacements)
    {
        if (!message.Contents.Any(replacements.ContainsKey))
        {
            return message;
        }

        var rewritten = message.Clone();
        rewritten.Contents = [.. message.Contents.Select(content => replacements.GetValueOrDefault(content, content)).OfType<AIContent>()];
        return rewritten.Contents.Count == 0 ? null : rewritten;
    }
}
