using KernelGuard.Evidence;

namespace KernelGuard.Tests.Root;

/// <summary>A ledger in a test's hands: it keeps what it took, and does first what the test says.</summary>
internal sealed class CallbackLedger(bool isDurable = true) : ILedger
{
    private readonly Lock _lock = new();
    private readonly List<EvidenceRecord> _records = [];

    /// <summary>Runs before a record is taken; what it throws, the ledger throws.</summary>
    public Func<EvidenceRecord, CancellationToken, ValueTask> Before { get; set; } = (_, _) => ValueTask.CompletedTask;

    public bool IsDurable => isDurable;

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<EvidenceRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    public async ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
    {
        await Before(record, cancellationToken);
        lock (_lock)
        {
            _records.Add(record);
        }
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
