using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Turns the calls of one response that policy holds into approval requests whose id is the ticket's. One instance per response.</summary>
internal sealed class TicketRequests(ToolCallGuard guard, IEnumerable<ChatMessage> messages, Func<string, AIFunction?> find)
{
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    /// <summary>The contents as the caller gets them; the same list where nothing changes. To be asked for in the order in which contents arrive.</summary>
    public async ValueTask<IList<AIContent>> RewriteAsync(IList<AIContent> contents, CancellationToken cancellationToken)
    {
        if (!guard.Approvals.IsNative)
        {
            return contents;
        }

        var changed = false;
        var rewritten = new List<AIContent>(contents.Count);
        foreach (var content in contents)
        {
            var kept = await RewriteAsync(content, cancellationToken);
            changed |= !ReferenceEquals(kept, content);
            if (kept is not null)
            {
                rewritten.Add(kept);
            }
        }

        return changed ? rewritten : contents;
    }

    /// <summary>The updates as the caller gets them. From a call on they are kept back until it has its result: only then it is known whether it waits.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> RewriteAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kept = new List<ChatResponseUpdate>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            kept.Add(update);
            if (guard.Approvals.IsNative)
            {
                open.UnionWith(update.Contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly).Select(call => call.CallId));
                open.ExceptWith(update.Contents.OfType<FunctionResultContent>().Select(result => result.CallId));
            }

            if (open.Count == 0)
            {
                await foreach (var ready in FlushAsync(kept, cancellationToken))
                {
                    yield return ready;
                }
            }
        }

        await foreach (var ready in FlushAsync(kept, cancellationToken))
        {
            yield return ready;
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> FlushAsync(List<ChatResponseUpdate> kept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var update in kept)
        {
            var contents = await RewriteAsync(update.Contents, cancellationToken);
            if (contents.Count > 0 || update.Contents.Count == 0)
            {
                update.Contents = contents;
                yield return update;
            }
        }

        kept.Clear();
    }

    // Null: the result of a held call, which says no more than the request does.
    private async ValueTask<AIContent?> RewriteAsync(AIContent content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case FunctionCallContent call when TicketedCalls.HeldTicket(call) is { } ticketId && ToRequest(ticketId, call) is { } request:
                _held.Add(call.CallId);
                return request;
            case FunctionResultContent result when _held.Remove(result.CallId):
                return null;
            case ToolApprovalRequestContent { ToolCall: FunctionCallContent call }:
                return await HoldAsync(call, cancellationToken) is { } opened ? ToRequest(opened, call) ?? content : content;
            default:
                return content;
        }
    }

    // The loop asks for a function that is marked so: where policy asks for the same call, one request stands for both.
    private async ValueTask<string?> HoldAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (find(call.Name) is not { } function)
        {
            return null;
        }

        var described = AIFunctionCalls.Describe(function, call.Arguments, call.CallId, followsToolResults: AIFunctionCalls.HoldToolResults(messages));
        var decision = await guard.DecideAsync(described, cancellationToken);
        return decision.Approvals.Count == 0 ? null : await (await guard.JudgeAsync(described, cancellationToken)).HoldAsync(cancellationToken);
    }

    private ToolApprovalRequestContent? ToRequest(string ticketId, FunctionCallContent call) => guard.Approvals.Find(ticketId) is { } ticket
        ? new ToolApprovalRequestContent(ticketId, new FunctionCallContent(call.CallId, call.Name, PlainValues.Of(ticket.Arguments)))
        : null;
}
