using System.Collections.Concurrent;

namespace KernelGuard.State;

/// <summary>What calls have used up of counters and throttles, in sliding windows. In memory; it outlives policy reloads. Thread-safe.</summary>
/// <remarks>One entry for each counted call of a window, so a window's memory follows the calls that were counted.</remarks>
/// <param name="maxKeys">How many keys one meter can have.</param>
internal sealed class UsageStore(int maxKeys = 250_000)
{
    private readonly ConcurrentDictionary<string, MeterUsage> _meters = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<MeterUsage> _rotation = [];
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>How many windows were looked at to make room, so far.</summary>
    public long Looks => _meters.Values.Sum(meter => meter.Looks);

    /// <summary>The sum of a window.</summary>
    public decimal Sum(UsageKey key, TimeSpan per, DateTimeOffset now) => Find(key)?.Sum(per, now) ?? 0;

    /// <summary>When so much of a sum will have left its window; null where it never will.</summary>
    public DateTimeOffset? TimeOfRelief(UsageKey key, TimeSpan per, DateTimeOffset now, decimal amount) =>
        Find(key)?.TimeOfRelief(per, now, amount);

    /// <summary>Whether all that counts under a key is known: false where the meter was full when something had to be counted.</summary>
    public bool Knows(UsageKey key, DateTimeOffset now) => !_meters.TryGetValue(key.Meter, out var meter) || meter.Knows(key.Key, now);

    /// <summary>Waits for the caller's turn at some meters. Between entering and disposing, nobody else adds to them.</summary>
    /// <param name="meters">The meters, each once and sorted: callers that wait for each other in a circle cannot be.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is held then.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<UsageTurn> EnterAsync(IReadOnlyList<string> meters, CancellationToken cancellationToken)
    {
        var turns = new List<SemaphoreSlim>(meters.Count);
        try
        {
            foreach (var meter in meters)
            {
                var turn = _turns.GetOrAdd(meter, static _ => new SemaphoreSlim(1));
                await turn.WaitAsync(cancellationToken);
                turns.Add(turn);
            }
        }
        catch (OperationCanceledException)
        {
            new UsageTurn(turns).Dispose();
            throw;
        }

        return new UsageTurn(turns);
    }

    /// <summary>Adds a call's charges; null where there is no room for another key.</summary>
    public UsageReservation? Reserve(IReadOnlyList<UsageCharge> charges, DateTimeOffset now)
    {
        TendOne(now);
        var reservation = new UsageReservation();
        foreach (var charge in charges)
        {
            if (MeterOf(charge.Key).TryAdd(charge, now) is not { } share)
            {
                reservation.Release();
                return null;
            }

            reservation.Add(share);
        }

        return reservation;
    }

    /// <summary>Adds what a refused call counts as. Where there is no room it cannot be refused for that: what is kept under new keys is then not known for a while.</summary>
    public void AddRefused(in UsageCharge charge, DateTimeOffset now)
    {
        if (MeterOf(charge.Key).TryAdd(charge, now) is null)
        {
            MeterOf(charge.Key).Miss(charge.Per, now);
        }
    }

    private UsageWindow? Find(UsageKey key) => _meters.TryGetValue(key.Meter, out var meter) ? meter.Find(key.Key) : null;

    private MeterUsage MeterOf(UsageKey key)
    {
        if (_meters.TryGetValue(key.Meter, out var known))
        {
            return known;
        }

        var added = new MeterUsage(maxKeys);
        if (_meters.TryAdd(key.Meter, added))
        {
            _rotation.Enqueue(added);
        }

        return _meters[key.Meter];
    }

    // Nobody charges the meters of policies that are no longer there: each is looked at in its turn, so that it forgets in time what expired.
    private void TendOne(DateTimeOffset now)
    {
        if (_rotation.TryDequeue(out var meter))
        {
            meter.Tend(now);
            _rotation.Enqueue(meter);
        }
    }
}
