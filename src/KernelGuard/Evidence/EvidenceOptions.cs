namespace KernelGuard.Evidence;

/// <summary>Where decisions are recorded, and what of them.</summary>
public sealed class EvidenceOptions
{
    private Func<TimeProvider, ILedger> _open = static _ => new MemoryLedger();

    /// <summary>What of a call's values the records hold.</summary>
    /// <value>The default redacts the values of keys that look like secrets.</value>
    public EvidenceCapture Capture { get; set; } = new();

    /// <summary>Records in a ledger of the host's, which the guard closes when it is disposed.</summary>
    /// <param name="ledger">The ledger; for this guard alone.</param>
    public void Use(ILedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _open = _ => ledger;
    }

    /// <summary>Records in a ledger folder, so that decisions survive the process. A call whose decision cannot be recorded does not run.</summary>
    /// <param name="folder">The folder; made where there is none. One process at a time writes it.</param>
    /// <param name="options">How the ledger behaves; its clock is the guard's.</param>
    public void UseFile(string folder, FileLedgerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _open = time => FileLedger.Open(folder, (options ?? new FileLedgerOptions()) with { TimeProvider = time });
    }

    internal ILedger OpenLedger(TimeProvider time) => _open(time);
}
