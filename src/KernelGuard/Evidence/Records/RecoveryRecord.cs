namespace KernelGuard.Evidence.Records;

/// <summary>Says that a ledger was opened after a crash and what was cut from its end.</summary>
internal sealed class RecoveryRecord(DateTimeOffset time, string segment, long bytes, string keptAs)
    : EvidenceRecord(EvidenceRecordType.Recovery, time)
{
    private protected override void Describe(RecordMembers members, ICollection<EvidenceSalt> salts) =>
        members.Add("segment", segment).Add("bytes", bytes).Add("kept_as", keptAs);
}
