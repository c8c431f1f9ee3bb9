using KernelGuard.Evidence;

namespace KernelGuard;

/// <summary>Records events of the guard itself in the order in which they happened, also from code that cannot wait. Thread-safe.</summary>
internal sealed class GuardNotes(EvidenceRecorder evidence, CallReporter reporter)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Records an event after those before it. Does not wait; what cannot be recorded is in the log.</summary>
    public void Add(string kind, IReadOnlyDictionary<string, object?> details)
    {
        lock (_lock)
        {
            _last = AddAfterAsync(_last, kind, details);
        }
    }

    /// <summary>Records an event before it happens, after those before it.</summary>
    /// <exception cref="LedgerUnavailableException">A durable ledger could not take the record.</exception>
    public Task AddFirstAsync(string kind, IReadOnlyDictionary<string, object?> details, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var record = RecordAfterAsync(_last, kind, details, cancellationToken);
            _last = Task.WhenAll(_last, record);
            return record;
        }
    }

    /// <summary>Completes when everything added so far is recorded, or lost.</summary>
    public async Task FlushAsync()
    {
        Task last;
        lock (_lock)
        {
            last = _last;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RecordAfterAsync(Task before, string kind, IReadOnlyDictionary<string, object?> details, CancellationToken cancellationToken)
    {
        // Whoever added the earlier ones knows how they failed.
        await before.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await evidence.RecordNoteAsync(kind, details, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAfterAsync(Task before, string kind, IReadOnlyDictionary<string, object?> details)
    {
        try
        {
            await RecordAfterAsync(before, kind, details, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nobody waits for this note: however it fails, the ones after it must still be written
        catch (Exception fault)
#pragma warning restore CA1031
        {
            reporter.RecordLost(null, fault);
        }
    }
}
