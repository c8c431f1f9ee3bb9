namespace KernelGuard.State;

/// <summary>What calls have used up of one counter or throttle: a window for each key. Thread-safe.</summary>
/// <remarks>
/// Keys may come from a model, so their number is bounded. Past the bound a new key finds no room: none that still counts is forgotten for it. Windows lie in the
/// order in which they were last charged, so that those of which nothing counts any more come first, and making room costs no more than charging did.
/// </remarks>
internal sealed class MeterUsage(int maxKeys)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<UsageEntry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<UsageEntry> _byLastCharge = [];
    private DateTimeOffset _unsureUntil;

    /// <summary>How many windows were looked at to make room, so far.</summary>
    public long Looks { get; private set; }

    /// <summary>The window of a key, or null.</summary>
    public UsageWindow? Find(string key)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key)?.Value.Window;
        }
    }

    /// <summary>Whether all that counts under a key is known.</summary>
    public bool Knows(string key, DateTimeOffset now)
    {
        lock (_lock)
        {
            return now >= _unsureUntil || (_entries.TryGetValue(key, out var place) && place.Value.IsWhole);
        }
    }

    /// <summary>Says that something that counts found no room: until it would have left its window, what is kept under new keys is not all.</summary>
    public void Miss(TimeSpan per, DateTimeOffset now)
    {
        lock (_lock)
        {
            _unsureUntil = now + per > _unsureUntil ? now + per : _unsureUntil;
        }
    }

    /// <summary>Adds a charge; null where there is no room for another key.</summary>
    public UsageShare? TryAdd(in UsageCharge charge, DateTimeOffset now)
    {
        lock (_lock)
        {
            DropExpired(now);
            if (_entries.TryGetValue(charge.Key.Key, out var place))
            {
                _byLastCharge.Remove(place);
                _byLastCharge.AddLast(place);
            }
            else if (_entries.Count < maxKeys)
            {
                place = _byLastCharge.AddLast(new UsageEntry(charge.Key.Key, new UsageWindow(), IsWhole: now >= _unsureUntil));
                _entries.Add(charge.Key.Key, place);
            }
            else
            {
                return null;
            }

            return new UsageShare(this, place, place.Value.Window.Add(charge.Per, now, charge.Amount), charge.OnlyIfSucceeded);
        }
    }

    /// <summary>Forgets the windows of which nothing counts any more.</summary>
    public void Tend(DateTimeOffset now)
    {
        lock (_lock)
        {
            DropExpired(now);
        }
    }

    /// <summary>Takes a charge back.</summary>
    public void Remove(in UsageShare share)
    {
        lock (_lock)
        {
            var window = share.Place.Value.Window;
            window.Remove(share.Added);
            if (window.HasNothing)
            {
                Drop(share.Place);
            }
        }
    }

    private void DropExpired(DateTimeOffset now)
    {
        while (_byLastCharge.First is { } oldest)
        {
            Looks++;
            if (!oldest.Value.Window.IsEmpty(now))
            {
                return;
            }

            Drop(oldest);
        }
    }

    private void Drop(LinkedListNode<UsageEntry> place)
    {
        if (place.List is not null)
        {
            _byLastCharge.Remove(place);
            _entries.Remove(place.Value.Key);
        }
    }
}
