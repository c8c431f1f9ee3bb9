namespace KernelGuard.Evidence;

/// <summary>What a record says.</summary>
public enum EvidenceRecordType
{
    /// <summary>What was decided about a call, and why; written before anything runs.</summary>
    Decision,

    /// <summary>What became of the call; written after.</summary>
    Outcome,

    /// <summary>The ledger was opened after a crash and cut an unfinished line.</summary>
    Recovery,

    /// <summary>Anything else that belongs to the evidence: an approval's answer, a change of mode, a new policy.</summary>
    Note,
}
