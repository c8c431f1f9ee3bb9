using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence;

/// <summary>Writes the two records of each call: the decision before anything runs, the outcome after.</summary>
/// <param name="ledger">Where records go.</param>
/// <param name="capture">What of a call's values they hold.</param>
/// <param name="time">Gives the records their time.</param>
/// <param name="onLost">Told of a record that could not be written and that no caller is told of.</param>
/// <param name="salts">Makes salts; null for random ones.</param>
internal sealed class EvidenceRecorder(
    ILedger ledger,
    EvidenceCapture capture,
    TimeProvider time,
    Action<EvidenceRecord?, Exception>? onLost = null,
    SaltSource? salts = null) : IAsyncDisposable
{
    // A ledger may be anyone's code: no call hangs for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CapturePlan _plan = new(capture, salts);
    private readonly CapturePlan _notePlan = capture.Mode == CaptureMode.HashOnly
        ? new(capture with { Mode = CaptureMode.Redacted }, salts)
        : new(capture, salts);

    /// <summary>Records a decision. Nothing may run before this completes.</summary>
    /// <exception cref="LedgerUnavailableException">A durable ledger could not take the record.</exception>
    internal async ValueTask<EvidenceReceipt> RecordDecisionAsync(ToolCallRequest request, Decision decision, CancellationToken cancellationToken)
    {
        await AppendAsync(new DecisionRecord(time.GetUtcNow(), request, decision, _plan), cancellationToken);
        return new EvidenceReceipt(decision.Id, request.TraceId);
    }

    /// <summary>Records what became of a call. A lost outcome leaves an open decision, which verification reports.</summary>
    /// <returns>Whether the record was taken; never throws.</returns>
    internal async ValueTask<bool> RecordOutcomeAsync(EvidenceReceipt receipt, CallOutcome outcome)
    {
        if (!receipt.IsRecorded)
        {
            return false;
        }

        EvidenceRecord? record = null;
        try
        {
            record = new OutcomeRecord(time.GetUtcNow(), receipt, outcome, _plan);
            await InTimeAsync(ledger.AppendAsync(record, CancellationToken.None));
            return true;
        }
#pragma warning disable CA1031 // the tool has run: whatever fails here must not take its result away
        catch (Exception e)
#pragma warning restore CA1031
        {
            onLost?.Invoke(record, e);
            return false;
        }
    }

    /// <summary>Records an event of the guard itself.</summary>
    /// <exception cref="LedgerUnavailableException">A durable ledger could not take the record.</exception>
    internal ValueTask RecordNoteAsync(string kind, IReadOnlyDictionary<string, object?> details, CancellationToken cancellationToken) =>
        AppendAsync(new NoteRecord(time.GetUtcNow(), kind, details as FrozenObject ?? FrozenObject.From(details), _notePlan), cancellationToken);

    /// <summary>Records an event of the guard itself, and says whether it is recorded instead of throwing.</summary>
    internal async ValueTask<bool> TryRecordNoteAsync(
        string kind, IReadOnlyDictionary<string, object?> details, CancellationToken cancellationToken)
    {
        try
        {
            await RecordNoteAsync(kind, details, cancellationToken);
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Closes the ledger.</summary>
    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    private ValueTask InTimeAsync(ValueTask appended) =>
        appended.IsCompletedSuccessfully ? appended : new(appended.AsTask().WaitAsync(Patience, time));

    private async ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await InTimeAsync(ledger.AppendAsync(record, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (LedgerUnavailableException) when (ledger.IsDurable)
        {
            throw;
        }
#pragma warning disable CA1031 // a ledger may be anyone's code: however it fails, a durable one means no evidence, and so no call
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (ledger.IsDurable)
            {
                throw new LedgerUnavailableException($"the ledger did not take a record: {e.Message}", e);
            }

            onLost?.Invoke(record, e);
        }
    }
}
