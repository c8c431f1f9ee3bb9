using KernelGuard.Approvals;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Samples;

/// <summary>The C# example of native approvals in docs/migrating.md. What is between the marks is compared with it and run.</summary>
internal static class NativeExample
{
    public static async Task<(ApprovalTicket Ticket, ChatResponse Response)> RunAsync(
        string policyPath, IChatClient model, List<ChatMessage> history, ChatOptions options)
    {
        // example:begin
        await using var guard = ToolCallGuard.Create(policyPath, o => o.Approvals.Native.Enabled = true);
        using var client = model.AsBuilder().UsePolicy(guard).Build().EnsureGuarded();
        using var caller = guard.BeginScope(session: "s1", agent: "support-bot", user: "ann");

        var response = await client.GetResponseAsync(history, options);
        history.AddRange(response.Messages);
        var request = response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        var ticket = guard.Approvals.Find(request.RequestId)!;   // what to show: ticket.Tool, ticket.Arguments, ticket.Reason, ticket.Requirements

        // when fay, whom the application has authenticated, says yes
        history.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]));
        using (guard.BeginReviewScope(new Reviewer("fay", "finance-lead")))
        {
            response = await client.GetResponseAsync(history, options);
        }
        // example:end

        return (ticket, response);
    }
}
