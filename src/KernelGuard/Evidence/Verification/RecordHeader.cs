namespace KernelGuard.Evidence.Verification;

/// <summary>What a reader of lines needs to know of a record.</summary>
/// <param name="Type">What the record says; null where its type is unknown.</param>
/// <param name="Sequence">Its sequence number, or -1.</param>
/// <param name="NamesPrevious">Whether its <c>prev</c> is the hash it was compared with.</param>
/// <param name="DecisionId">The decision it belongs to, as the number that its id spells, or null.</param>
/// <param name="Problem">What makes the line no record, or null.</param>
internal readonly record struct RecordHeader(
    EvidenceRecordType? Type, long Sequence, bool NamesPrevious, UInt128? DecisionId, string? Problem);
