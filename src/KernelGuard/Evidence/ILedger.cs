namespace KernelGuard.Evidence;

/// <summary>Where evidence is kept: records in one order, none ever changed.</summary>
/// <remarks>
/// <para>
/// The durability promise. Where <see cref="IsDurable"/> is true, <see cref="AppendAsync"/> completes for a decision, a note or a recovery only
/// after the record would survive a crash of the machine; the guard lets no tool run before. For an outcome it may complete as soon as the
/// record's place in the order is certain: an outcome that is lost leaves an open decision, which verification reports.
/// </para>
/// <para>
/// A ledger that could not write a record must not accept later ones until it is opened again: there is never a gap. Implementations are
/// safe for concurrent use.
/// </para>
/// </remarks>
public interface ILedger : IAsyncDisposable
{
    /// <summary>Whether records survive the process. Where true, the guard refuses calls whose decision cannot be recorded.</summary>
    bool IsDurable { get; }

    /// <summary>Appends one record.</summary>
    /// <param name="record">The record. <see cref="EvidenceRecord.WriteLine"/> gives its line once its place is known.</param>
    /// <param name="cancellationToken">Stops the wait. The record may still be appended: what nobody waited for becomes an open decision.</param>
    /// <exception cref="LedgerUnavailableException">The record could not be made durable.</exception>
    ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken);
}
