using KernelGuard.Approvals;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Checks the approval responses in incoming messages. Nothing in a message is authenticated, and a response carries the call that would run.</summary>
internal sealed class ApprovalGate(ToolCallGuard guard, IssuedApprovals issued)
{
    private readonly TicketResponses _tickets = new(guard);

    /// <summary>Remembers the approval requests that go out, but for those of tickets.</summary>
    public void Issue(IList<AIContent> contents)
    {
        foreach (var request in contents.OfType<ToolApprovalRequestContent>().Where(request => TicketOf(request.RequestId) is null))
        {
            issued.Add(request, guard.Caller);
        }
    }

    /// <summary>
    /// The messages without responses that were never asked for, were altered or were used before, and without the requests they claim to answer. Requests
    /// for tickets are taken up, answered or not: the loop makes their calls again.
    /// </summary>
    public async ValueTask<IEnumerable<ChatMessage>> AdmitAsync(
        IEnumerable<ChatMessage> messages, Func<string, AIFunction?> find, CancellationToken cancellationToken)
    {
        List<ChatMessage> all = [.. messages];
        List<AIContent> contents = [.. all.SelectMany(message => message.Contents)];
        var asked = contents.Where(content => IdOf(content) is not null).ToList();
        if (asked.Count == 0)
        {
            return all;
        }

        var answered = contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var replacements = new Dictionary<AIContent, AIContent?>(ReferenceEqualityComparer.Instance);
        var turn = new List<FunctionCallContent>();
        foreach (var exchange in asked.GroupBy(content => IdOf(content)!, StringComparer.Ordinal))
        {
            var open = exchange.Where(content => !answered.Contains(CallOf(content).CallId)).ToList();
            await (TicketOf(exchange.Key) is { } ticket
                ? ResumeAsync(ticket, exchange, open, find, replacements, cancellationToken)
                : JudgeAsync(open, replacements));
        }

        foreach (var response in replacements.Values.OfType<ToolApprovalResponseContent>().Where(response => response.Approved))
        {
            if (response.ToolCall is FunctionCallContent call)
            {
                TurnCalls.Add(call, turn);
            }
        }

        return all.Select(message => Rewrite(message, replacements)).OfType<ChatMessage>().ToList();
    }

    private static string? IdOf(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => request.RequestId,
        ToolApprovalResponseContent response => response.RequestId,
        _ => null,
    };

    private static ToolCallContent CallOf(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => request.ToolCall,
        _ => ((ToolApprovalResponseContent)content).ToolCall,
    };

    private ApprovalTicket? TicketOf(string requestId) => guard.Approvals.IsNative ? guard.Approvals.Find(requestId) : null;

    private async ValueTask ResumeAsync(
        ApprovalTicket ticket,
        IEnumerable<AIContent> all,
        IReadOnlyList<AIContent> open,
        Func<string, AIFunction?> find,
        Dictionary<AIContent, AIContent?> replacements,
        CancellationToken cancellationToken)
    {
        foreach (var content in all)
        {
            replacements[content] = null;
        }

        if (await _tickets.ResumeAsync(ticket, open, find, cancellationToken) is var (place, response))
        {
            replacements[place] = response;
        }
    }

    private async ValueTask JudgeAsync(IReadOnlyList<AIContent> open, Dictionary<AIContent, AIContent?> replacements)
    {
        foreach (var response in open.OfType<ToolApprovalResponseContent>())
        {
            if (issued.TryClaim(response, guard.Caller, out var approval))
            {
                replacements[response] = new ToolApprovalResponseContent(response.RequestId, response.Approved, approval.Call()) { Reason = response.Reason };
                continue;
            }

            replacements[response] = null;
            foreach (var request in open.OfType<ToolApprovalRequestContent>())
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
