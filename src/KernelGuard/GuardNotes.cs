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

    /// <summary>Records an event before it happens.</summary>
    /// <exception cref="LedgerUnavailableException">A durable ledger could not take the record.</exception>
    public ValueTask AddFirstAsync(string kind, IReadOnlyDictionary<string, object?> details, CancellationToken cancellationToken) =>
        evidence.RecordNoteAsync(kind, details, cancellationToken);

    /// <summary>Completes when everything added so far is recorded, or lost.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            return _last;
        }
    }

    private async Task AddAfterAsync(Task before, string kind, IReadOnlyDictionary<string, object?> details)
    {
        await before.ConfigureAwait(false);
        try
        {
            await evidence.RecordNoteAsync(kind, details, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nobody waits for this note: however it fails, the ones after it must still be written
        catch (Exception fault)
#pragma warning restore CA1031
        {
            reporter.RecordLost(null, fault);
        }
    }
}
