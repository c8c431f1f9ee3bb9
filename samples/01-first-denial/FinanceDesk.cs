using KernelGuard.Approvals;

namespace FirstDenial;

/// <summary>The people who answer when a call waits for approval.</summary>
internal sealed class FinanceDesk(ApprovalCoordinator approvals, SimulatedClock clock, Dice dice, Transcript transcript)
{
    private static readonly Reviewer Dana = new("dana", "finance-lead");

    /// <summary>How many of a hundred tickets are approved.</summary>
    public required int Approves { get; init; }

    /// <summary>How many of a hundred are rejected. Nobody answers the rest.</summary>
    public int Rejects { get; init; } = 12;

    /// <summary>Answers what waits in a conversation, some time later.</summary>
    public async Task AnswerAsync(string session)
    {
        var ticket = approvals.List().Single(t => t.Caller.Session == session && t.Status == TicketStatus.Pending);
        var roll = dice.Below(100);
        if (roll >= Approves + Rejects)
        {
            clock.Advance(ticket.ExpiresAt - clock.GetUtcNow());
            return;
        }

        clock.Advance(TimeSpan.FromMinutes(dice.Between(2, 40)));
        if (roll < Approves)
        {
            transcript.Say("reviewer", $"dana approves ticket {ticket.Id}.");
            await approvals.ApproveAsync(ticket.Id, Dana, "order checked");
        }
        else
        {
            transcript.Say("reviewer", $"dana rejects ticket {ticket.Id}.");
            await approvals.RejectAsync(ticket.Id, Dana, "the order was never paid");
        }
    }
}
