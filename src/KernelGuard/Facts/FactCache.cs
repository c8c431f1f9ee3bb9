using KernelGuard.Calls;

namespace KernelGuard.Facts;

/// <summary>Fetches facts: equal queries at the same time share one fetch, and answers are kept as long as they may be. Bounded; thread-safe.</summary>
internal sealed class FactCache(FactOptions options, HostSource source, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FactQuery, Fetch> _fetches = [];
    private readonly TimeSpan _maxAge = options.MaxAge;
    private readonly int _maxEntries = options.MaxEntries;

    /// <summary>How many answers and fetches are kept.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _fetches.Count;
            }
        }
    }

    /// <summary>Fetches.</summary>
    /// <param name="provider">Who delivers.</param>
    /// <param name="query">Of what.</param>
    /// <param name="cancellationToken">Ends this caller's wait; others may share the fetch, which goes on.</param>
    public async ValueTask<SourceAnswer<FrozenObject>> FetchAsync(IFactProvider provider, FactQuery query, CancellationToken cancellationToken)
    {
        var fetch = Find(provider, query);
        var answer = await fetch.Answer.Value.WaitAsync(cancellationToken);
        if (answer.Failure is not null || _maxAge == TimeSpan.Zero)
        {
            Forget(query, fetch);
        }

        return answer;
    }

    private Fetch Find(IFactProvider provider, FactQuery query)
    {
        lock (_lock)
        {
            if (_fetches.TryGetValue(query, out var known) && (!known.IsOver || IsFresh(known)))
            {
                return known;
            }

            if (_fetches.Count >= _maxEntries)
            {
                MakeRoom();
            }

            return _fetches[query] = new Fetch(new(() => AskAsync(provider, query)), time.GetTimestamp());
        }
    }

    // Runs outside the lock, for nobody in particular: the caller that happens to be first may cancel without failing the others.
    private Task<SourceAnswer<FrozenObject>> AskAsync(IFactProvider provider, FactQuery query) => source.AskAsync(
        $"facts of {query.Subject}",
        async token => FrozenObject.From(await provider.FetchAsync(query, token)),
        CancellationToken.None).AsTask();

    private bool IsFresh(Fetch fetch) => time.GetElapsedTime(fetch.Start) is var age && age >= TimeSpan.Zero && age < _maxAge;

    private void MakeRoom()
    {
        foreach (var (query, fetch) in _fetches.Where(entry => entry.Value.IsOver && !IsFresh(entry.Value)).ToList())
        {
            _fetches.Remove(query);
        }

        if (_fetches.Count >= _maxEntries)
        {
            _fetches.Clear();
        }
    }

    private void Forget(FactQuery query, Fetch fetch)
    {
        lock (_lock)
        {
            if (_fetches.TryGetValue(query, out var known) && ReferenceEquals(known, fetch))
            {
                _fetches.Remove(query);
            }
        }
    }

    private sealed record Fetch(Lazy<Task<SourceAnswer<FrozenObject>>> Answer, long Start)
    {
        public bool IsOver => Answer is { IsValueCreated: true, Value.IsCompleted: true };
    }
}
