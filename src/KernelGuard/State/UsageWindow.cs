namespace KernelGuard.State;

/// <summary>The amounts of one sum, by time. An amount of time t counts up to, and not at, t + window. Thread-safe.</summary>
/// <remarks>Time never runs backwards here: a call that seems earlier than one before it counts as made at the same time, so a clock set back frees nothing.</remarks>
internal sealed class UsageWindow
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(DateTimeOffset Time, decimal Amount)> _amounts = [];
    private TimeSpan _longest;
    private decimal _sum;

    public decimal Sum(TimeSpan per, DateTimeOffset now)
    {
        lock (_lock)
        {
            var time = Expire(per, now);
            return per == _longest ? _sum : _amounts.Where(a => a.Time > time - per).Sum(a => a.Amount);
        }
    }

    /// <summary>When so much of the sum will have left the window; null where there is not so much in it.</summary>
    public DateTimeOffset? TimeOfRelief(TimeSpan per, DateTimeOffset now, decimal amount)
    {
        lock (_lock)
        {
            var time = Expire(per, now);
            foreach (var (added, freed) in _amounts.Where(a => a.Time > time - per))
            {
                amount -= freed;
                if (amount <= 0)
                {
                    return added + per;
                }
            }

            return null;
        }
    }

    /// <summary>Adds an amount.</summary>
    public LinkedListNode<(DateTimeOffset Time, decimal Amount)> Add(TimeSpan per, DateTimeOffset now, decimal amount)
    {
        lock (_lock)
        {
            var time = Expire(per, now);
            _sum += amount;
            return _amounts.AddLast((time, amount));
        }
    }

    public void Remove(LinkedListNode<(DateTimeOffset Time, decimal Amount)> added)
    {
        lock (_lock)
        {
            if (added.List is not null)
            {
                TakeOut(added);
            }
        }
    }

    /// <summary>Whether there is nothing in it.</summary>
    public bool HasNothing
    {
        get
        {
            lock (_lock)
            {
                return _amounts.Count == 0;
            }
        }
    }

    /// <summary>Whether nothing in it counts any more.</summary>
    public bool IsEmpty(DateTimeOffset now)
    {
        lock (_lock)
        {
            Expire(_longest, now);
            return _amounts.Count == 0;
        }
    }

    // Amounts stay for the longest window asked for: a reload may have changed it.
    private DateTimeOffset Expire(TimeSpan per, DateTimeOffset now)
    {
        _longest = per > _longest ? per : _longest;
        var time = _amounts.Last is { Value.Time: var last } && last > now ? last : now;
        while (_amounts.First is { } first && first.Value.Time <= time - _longest)
        {
            TakeOut(first);
        }

        return time;
    }

    private void TakeOut(LinkedListNode<(DateTimeOffset Time, decimal Amount)> node)
    {
        _amounts.Remove(node);
        _sum = _amounts.Count == 0 ? 0 : _sum - node.Value.Amount;
    }
}
