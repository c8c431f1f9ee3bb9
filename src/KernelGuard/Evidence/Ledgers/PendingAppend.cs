namespace KernelGuard.Evidence.Ledgers;

/// <summary>A record on its way to disk; without a record, a wish for a checkpoint.</summary>
internal sealed class PendingAppend(EvidenceRecord? record)
{
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EvidenceRecord? Record { get; } = record;

    internal Task Durable => _durable.Task;

    internal void Complete() => _durable.TrySetResult();

    internal void Fail(LedgerUnavailableException error)
    {
        _durable.TrySetException(error);

        // Nobody may be waiting: an outcome is not waited for.
        _ = _durable.Task.Exception;
    }
}
