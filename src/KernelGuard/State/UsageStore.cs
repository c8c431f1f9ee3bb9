using System.Collections.Concurrent;

namespace KernelGuard.State;

/// <summary>What calls have used up of counters and throttles, in sliding windows. In memory; it outlives policy reloads. Thread-safe.</summary>
/// <remarks>One entry for each counted call of a window, so a window's memory follows the calls that passed, never those that were refused.</remarks>
internal sealed class UsageStore(int maxKeys = 1_000_000)
{
    private const int ReservationsBetweenSweeps = 4_096;
    private readonly ConcurrentDictionary<UsageKey, UsageWindow> _windows = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private int _reservations;

    /// <summary>The sum of a window.</summary>
    public decimal Sum(UsageKey key, TimeSpan per, DateTimeOffset now) =>
        _windows.TryGetValue(key, out var window) ? window.Sum(per, now) : 0;

    /// <summary>When so much of a sum will have left its window; null where it never will.</summary>
    public DateTimeOffset? TimeOfRelief(UsageKey key, TimeSpan per, DateTimeOffset now, decimal amount) =>
        _windows.TryGetValue(key, out var window) ? window.TimeOfRelief(per, now, amount) : null;

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
        if (Interlocked.Increment(ref _reservations) % ReservationsBetweenSweeps == 0)
        {
            Sweep(now);
        }

        var reservation = new UsageReservation();
        foreach (var charge in charges)
        {
            if (!TryAdd(charge, now, reservation))
            {
                reservation.Release();
                return null;
            }
        }

        return reservation;
    }

    private bool TryAdd(in UsageCharge charge, DateTimeOffset now, UsageReservation reservation)
    {
        while (true)
        {
            if (!_windows.TryGetValue(charge.Key, out var window))
            {
                // Keys may come from a model: past the bound a new one is refused rather than an old one forgotten.
                if (_windows.Count >= maxKeys && !TryMakeRoom(now))
                {
                    return false;
                }

                window = _windows.GetOrAdd(charge.Key, static _ => new UsageWindow());
            }

            if (window.TryAdd(charge.Per, now, charge.Amount) is { } added)
            {
                reservation.Add(window, added, charge.OnlyIfSucceeded);
                return true;
            }

            _windows.TryRemove(new(charge.Key, window));
        }
    }

    private bool TryMakeRoom(DateTimeOffset now)
    {
        Sweep(now);
        return _windows.Count < maxKeys;
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var entry in _windows)
        {
            if (entry.Value.TryDrop(now))
            {
                _windows.TryRemove(entry);
            }
        }
    }
}
