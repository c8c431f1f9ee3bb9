using System.Diagnostics.CodeAnalysis;

namespace KernelGuard.Approvals;

/// <summary>Tickets in memory: lost with the process, which the documentation says. Thread-safe; changes are compare-and-swap on the whole ticket.</summary>
internal sealed class TicketStore
{
    private const int MaxTickets = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ApprovalTicket> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByCall = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>The newest ticket of a call.</summary>
    public ApprovalTicket? FindByCall(string callKey)
    {
        lock (_lock)
        {
            return _idByCall.TryGetValue(callKey, out var id) ? _byId[id] : null;
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out ApprovalTicket? ticket)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out ticket);
        }
    }

    public IReadOnlyList<ApprovalTicket> List()
    {
        lock (_lock)
        {
            return [.. _byId.Values.OrderBy(t => t.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Adds a ticket, unless its session has <paramref name="maxOpen"/> waiting or its call's newest ticket is no longer <paramref name="previous"/>.</summary>
    public TicketAddition TryAdd(ApprovalTicket ticket, ApprovalTicket? previous, int maxOpen, DateTimeOffset now)
    {
        lock (_lock)
        {
            var newest = _idByCall.TryGetValue(ticket.CallKey, out var id) ? _byId[id] : null;
            if (!ReferenceEquals(newest, previous))
            {
                return TicketAddition.Overtaken;
            }

            if (_byId.Count >= MaxTickets && !TryForgetOne(now))
            {
                return TicketAddition.TooMany;
            }

            if (_byId.Values.Count(t => IsOpen(t, now) && SameAsker(t, ticket)) >= maxOpen)
            {
                return TicketAddition.TooMany;
            }

            _byId.Add(ticket.Id, ticket);
            _idByCall[ticket.CallKey] = ticket.Id;
            _order.Enqueue(ticket.Id);
            return TicketAddition.Added;
        }
    }

    /// <summary>Puts <paramref name="next"/> in the place of <paramref name="current"/>, if that is still the ticket as it stands.</summary>
    public bool TryReplace(ApprovalTicket current, ApprovalTicket next)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(current.Id, out var stored) || !ReferenceEquals(stored, current))
            {
                return false;
            }

            _byId[current.Id] = next;
            return true;
        }
    }

    private static bool IsOpen(ApprovalTicket ticket, DateTimeOffset now) => ticket.Status == TicketStatus.Pending && !ticket.IsOverdue(now);

    // Without a session, the user's tickets count together.
    private static bool SameAsker(ApprovalTicket a, ApprovalTicket b) =>
        a.Caller.Session == b.Caller.Session && (b.Caller.Session is not null || a.Caller.User?.Id == b.Caller.User?.Id);

    // The oldest ticket that is used up or overdue goes. Open and rejected ones stay: forgetting a rejection would let the call ask again.
    private bool TryForgetOne(DateTimeOffset now)
    {
        for (var remaining = _order.Count; remaining > 0; remaining--)
        {
            var ticket = _byId[_order.Dequeue()];
            if (ticket.Status is TicketStatus.Used or TicketStatus.Expired || ticket.IsOverdue(now))
            {
                _byId.Remove(ticket.Id);
                if (_idByCall.TryGetValue(ticket.CallKey, out var newest) && newest == ticket.Id)
                {
                    _idByCall.Remove(ticket.CallKey);
                }

                return true;
            }

            _order.Enqueue(ticket.Id);
        }

        return false;
    }
}
