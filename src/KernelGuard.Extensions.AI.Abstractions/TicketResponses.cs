using KernelGuard.Approvals;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Takes the responses to requests for tickets as answers of the reviewer whom the host names, and lets the calls be made again. Whether they run is found
/// out then, as in every channel.
/// </summary>
internal sealed class TicketResponses(ToolCallGuard guard)
{
    /// <summary>Answers a ticket, where a response counts, and resumes its call.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="contents">The requests and responses with its id in the order of the history; none is settled.</param>
    /// <param name="find">Finds the function of a call.</param>
    /// <param name="cancellationToken">Gives up before the answer is recorded.</param>
    /// <returns>The content of the history that is replaced, and the response for the loop; null where nothing is to be resumed.</returns>
    public async ValueTask<(AIContent Place, ToolApprovalResponseContent Response)?> ResumeAsync(
        ApprovalTicket ticket, IReadOnlyList<AIContent> contents, Func<string, AIFunction?> find, CancellationToken cancellationToken)
    {
        var fitting = contents.Where(content => Fits(ticket, content, find)).ToList();
        var isUsed = ticket.Status == TicketStatus.Used;
        foreach (var response in contents.OfType<ToolApprovalResponseContent>().Where(response => isUsed || !fitting.Contains(response)))
        {
            await AlarmAsync(GuardAlarm.ApprovalForged, "an approval response was dropped: its call was altered, or the approval is used up", ticket, response.ToolCall);
        }

        if (isUsed || fitting.Count == 0)
        {
            return null;
        }

        // Responses before the newest request were looked at when they were new: under the reviewer of then, not of now.
        var place = fitting[^1];
        var isRefused = place is ToolApprovalResponseContent answer && !await AnswerAsync(ticket, answer, cancellationToken) && !answer.Approved;
        var asked = (FunctionCallContent)ToolCallOf(place)!;
        var call = new FunctionCallContent(asked.CallId, asked.Name, PlainValues.Of(ticket.SentArguments));
        TicketedCalls.Resume(call, ticket.Id);

        // A no that came too late for the ticket keeps the call from running now all the same.
        var runs = !isRefused || guard.Approvals.Find(ticket.Id)?.Status != TicketStatus.Approved;
        return (place, new ToolApprovalResponseContent(ticket.Id, runs, call) { Reason = (place as ToolApprovalResponseContent)?.Reason });
    }

    private static ToolCallContent? ToolCallOf(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => request.ToolCall,
        ToolApprovalResponseContent response => response.ToolCall,
        _ => null,
    };

    private bool Fits(ApprovalTicket ticket, AIContent content, Func<string, AIFunction?> find) =>
        ToolCallOf(content) is FunctionCallContent call
        && find(call.Name) is { } function
        && guard.IsTicketOf(ticket.Id, AIFunctionCalls.Describe(function, call.Arguments, call.CallId));

    private async ValueTask<bool> AnswerAsync(ApprovalTicket ticket, ToolApprovalResponseContent response, CancellationToken cancellationToken)
    {
        if (guard.Approvals.CurrentReviewer is not { } reviewer)
        {
            await AlarmAsync(
                GuardAlarm.ReviewerUnknown,
                "an approval response was dropped: the host does not say who gave it, with `BeginReviewScope` or `Approvals.Native.Reviewer`",
                ticket,
                response.ToolCall);
            return false;
        }

        var result = response.Approved
            ? await guard.Approvals.ApproveAsync(ticket.Id, reviewer, response.Reason, cancellationToken)
            : await guard.Approvals.RejectAsync(ticket.Id, reviewer, response.Reason, cancellationToken);
        if (result is AnswerResult.Approved or AnswerResult.MoreAnswersNeeded or AnswerResult.Rejected)
        {
            return true;
        }

        await AlarmAsync(GuardAlarm.AnswerRefused, $"an approval response does not count: {Cause(result)}", ticket, response.ToolCall);
        return false;
    }

    private static string Cause(AnswerResult result) => result switch
    {
        AnswerResult.Expired => "the time to answer is over",
        AnswerResult.ReviewerIsRequester => "the reviewer is the one who asked",
        AnswerResult.ReviewerNotEligible => "the rules ask for somebody else",
        AnswerResult.AlreadyAnswered => "the reviewer has answered already",
        AnswerResult.EvidenceUnavailable => "the answer could not be recorded",
        _ => "the ticket does not wait for an answer any more",
    };

    private ValueTask AlarmAsync(string code, string explanation, ApprovalTicket ticket, ToolCallContent call) => guard.AlarmAsync(
        new GuardAlarm(code, explanation) { Tool = (call as FunctionCallContent)?.Name, CallId = call.CallId, TicketId = ticket.Id });
}
