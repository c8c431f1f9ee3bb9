using KernelGuard.Calls;

namespace KernelGuard.Evidence.Records;

/// <summary>An event of the guard itself: an approval's answer, a change of mode, a new policy.</summary>
/// <remarks>Details are the guard's own words, so that even where calls are captured as hashes only, they are held; sensitive keys are redacted.</remarks>
internal sealed class NoteRecord(DateTimeOffset time, string kind, FrozenObject details, CapturePlan plan)
    : EvidenceRecord(EvidenceRecordType.Note, time)
{
    public override long PayloadChars => FrozenOutput.CountChars(details);

    private protected override void Describe(RecordMembers members, ICollection<EvidenceSalt> salts)
    {
        var redactor = new Redactor(plan, decisionId: null, salts);
        members
            .Add("kind", kind)
            .AddValue("details", redactor.Capture("details", details))
            .AddAll("redacted", redactor.Redacted, static (item, redacted) =>
                item.Add("path", redacted.Path).Add("commitment", redacted.Commitment));
    }
}
