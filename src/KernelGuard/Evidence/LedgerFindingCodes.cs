namespace KernelGuard.Evidence;

/// <summary>The codes of verification findings. Documented in docs/evidence-format.md; never reused for anything else.</summary>
public static class LedgerFindingCodes
{
    /// <summary>There is no ledger, or no record in it.</summary>
    public const string LedgerEmpty = "ledger_empty";

    /// <summary>A segment is missing, or is not where the one before it ends.</summary>
    public const string SegmentGap = "segment_gap";

    /// <summary>A file cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A line is no record, or not in canonical form.</summary>
    public const string MalformedRecord = "malformed_record";

    /// <summary>A line does not name the hash of the line before it.</summary>
    public const string ChainBroken = "chain_broken";

    /// <summary>A line has another sequence number than its place says.</summary>
    public const string WrongSequence = "wrong_sequence";

    /// <summary>The last line of a segment that is not the last one has no line feed.</summary>
    public const string UnfinishedLine = "unfinished_line";

    /// <summary>Two decisions have one id.</summary>
    public const string DuplicateDecision = "duplicate_decision";

    /// <summary>An outcome belongs to no decision.</summary>
    public const string OutcomeWithoutDecision = "outcome_without_decision";

    /// <summary>A decision has two outcomes.</summary>
    public const string DuplicateOutcome = "duplicate_outcome";

    /// <summary>A line of a checkpoint file is no checkpoint.</summary>
    public const string MalformedCheckpoint = "malformed_checkpoint";

    /// <summary>A checkpoint is signed by a key that is not known or not trusted.</summary>
    public const string UnknownKey = "unknown_key";

    /// <summary>A checkpoint's signature is not valid.</summary>
    public const string ForgedCheckpoint = "forged_checkpoint";

    /// <summary>The records are not those that a checkpoint covers.</summary>
    public const string RootMismatch = "root_mismatch";

    /// <summary>A checkpoint covers more records than there are.</summary>
    public const string RecordsMissing = "records_missing";

    /// <summary>A checkpoint belongs to another ledger.</summary>
    public const string OtherLedger = "other_ledger";

    /// <summary>roots.jsonl disagrees with the records, or lacks what a deleted segment should have left.</summary>
    public const string RootsMismatch = "roots_mismatch";

    /// <summary>There are more findings than were asked for.</summary>
    public const string TooManyFindings = "too_many_findings";
}
