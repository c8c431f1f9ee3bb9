using System.Diagnostics.CodeAnalysis;

namespace KernelGuard.Approvals;

/// <summary>Tickets in memory: lost with the process, which the documentation says. Thread-safe; changes are compare-and-swap on the whole ticket.</summary>
/// <param name="maxTickets">How many tickets are kept. Beyond it, calls that need approval are refused until some are answered, used or overdue.</param>
internal sealed class TicketStore(int maxTickets = 100_000)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ApprovalTicket> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByCall = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Session, string? User), HashSet<string>> _openByAsker = [];
    private readonly Queue<string> _spent = new();
    private DateTimeOffset _lastSweep = DateTimeOffset.MinValue;

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

    /// <summary>Adds a ticket, unless its asker has <paramref name="maxOpen"/> waiting or its call's newest ticket is no longer <paramref name="previous"/>.</summary>
    public TicketAddition TryAdd(ApprovalTicket ticket, ApprovalTicket? previous, int maxOpen, DateTimeOffset now)
    {
        lock (_lock)
        {
            var newest = _idByCall.TryGetValue(ticket.CallKey, out var id) ? _byId[id] : null;
            if (!ReferenceEquals(newest, previous))
            {
                return TicketAddition.Overtaken;
            }

            if (!HasRoom(now) || CountOpen(ticket, now) >= maxOpen)
            {
                return TicketAddition.TooMany;
            }

            _byId.Add(ticket.Id, ticket);
            _idByCall[ticket.CallKey] = ticket.Id;
            OpenOf(ticket).Add(ticket.Id);
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
            if (next.Status == TicketStatus.Pending)
            {
                OpenOf(next).Add(next.Id);
            }
            else
            {
                Close(next);
            }

            if (next.Status is TicketStatus.Used or TicketStatus.Expired)
            {
                _spent.Enqueue(next.Id);
            }

            return true;
        }
    }

    // Without a session, a user's tickets count together.
    private static (string? Session, string? User) AskerOf(ApprovalTicket ticket) =>
        (ticket.Caller.Session, ticket.Caller.Session is null ? ticket.Caller.User?.Id : null);

    private HashSet<string> OpenOf(ApprovalTicket ticket)
    {
        var asker = AskerOf(ticket);
        if (!_openByAsker.TryGetValue(asker, out var open))
        {
            _openByAsker.Add(asker, open = new HashSet<string>(StringComparer.Ordinal));
        }

        return open;
    }

    private void Close(ApprovalTicket ticket)
    {
        var asker = AskerOf(ticket);
        if (_openByAsker.TryGetValue(asker, out var open) && open.Remove(ticket.Id) && open.Count == 0)
        {
            _openByAsker.Remove(asker);
        }
    }

    private int CountOpen(ApprovalTicket ticket, DateTimeOffset now) =>
        _openByAsker.TryGetValue(AskerOf(ticket), out var open) ? open.Count(id => !_byId[id].IsOverdue(now)) : 0;

    // What is used up or overdue gives way, and in the end rejections whose time to answer is over: forgetting one lets the call ask again.
    private bool HasRoom(DateTimeOffset now)
    {
        while (_byId.Count >= maxTickets && _spent.TryDequeue(out var id))
        {
            Forget(_byId[id]);
        }

        if (_byId.Count >= maxTickets && now - _lastSweep >= SweepInterval)
        {
            _lastSweep = now;
            foreach (var overdue in _byId.Values.Where(t => t.IsOverdue(now) || (t.Status == TicketStatus.Rejected && now >= t.ExpiresAt)).ToList())
            {
                Forget(overdue);
            }
        }

        return _byId.Count < maxTickets;
    }

    private void Forget(ApprovalTicket ticket)
    {
        Close(ticket);
        _byId.Remove(ticket.Id);
        if (_idByCall.TryGetValue(ticket.CallKey, out var newest) && newest == ticket.Id)
        {
            _idByCall.Remove(ticket.CallKey);
        }
    }
}
