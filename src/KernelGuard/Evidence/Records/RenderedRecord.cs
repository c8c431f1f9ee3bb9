using System.Buffers;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Evidence.Records;

/// <summary>A record's canonical line with two gaps: the previous line's hash and the sequence number, which only the ledger knows.</summary>
internal sealed record RenderedRecord(byte[] Bytes, int PreviousAt, int SequenceAt, IReadOnlyList<EvidenceSalt> Salts)
{
    private const string PreviousKey = "prev";
    private const string SequenceKey = "seq";

    internal static RenderedRecord From(EvidenceRecord record, RecordMembers members, IReadOnlyList<EvidenceSalt> salts)
    {
        members
            .Add("v", EvidenceRecord.FormatVersion)
            .Add("type", EvidenceNames.Of(record.Type))
            .Add("time", RecordTime.ToText(record.Time))
            .AddValue(PreviousKey, null)
            .AddValue(SequenceKey, null);
        var sorted = members.Members.OrderBy(static member => member.Key, StringComparer.Ordinal);
        using var line = new CanonicalJsonBuffer(1024);
        var (previousAt, sequenceAt) = (0, 0);
        line.Write("{"u8);
        foreach (var (key, value) in sorted)
        {
            CanonicalJsonWriter.WriteKey(line, key, first: line.Length == 1);
            switch (key)
            {
                case PreviousKey: previousAt = line.Length; break;
                case SequenceKey: sequenceAt = line.Length; break;
                default: CanonicalJson.Write(line, value); break;
            }
        }

        line.Write("}"u8);
        return new RenderedRecord(line.Written.ToArray(), previousAt, sequenceAt, salts);
    }
}
