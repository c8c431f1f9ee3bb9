using System.Buffers;
using System.Buffers.Text;
using KernelGuard.Calls;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence;

/// <summary>One record of the evidence: its content is fixed, its place in a ledger is not yet.</summary>
/// <remarks>
/// Immutable and safe to share between threads. The line is made when somebody first asks for it, so that a ledger in memory pays nothing on the
/// path of a call. The format is docs/evidence-format.md; only this library makes records, any <see cref="ILedger"/> may keep them.
/// </remarks>
public abstract class EvidenceRecord
{
    /// <summary>The version of the record format.</summary>
    public const int FormatVersion = 1;

    private RenderedRecord? _rendered;

    private protected EvidenceRecord(EvidenceRecordType type, DateTimeOffset time)
    {
        Type = type;
        Time = time;
    }

    /// <summary>What the record says.</summary>
    public EvidenceRecordType Type { get; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The decision that it belongs to, or null.</summary>
    public virtual DecisionId? DecisionId => null;

    /// <summary>Roughly how many characters of caller data it keeps in memory.</summary>
    public virtual long PayloadChars => 0;

    /// <summary>The salts of the redacted values: a ledger keeps them apart from the records, so that each can be erased.</summary>
    public IReadOnlyList<EvidenceSalt> Salts => Rendered.Salts;

    private protected RenderedRecord Rendered => _rendered ?? Render();

    /// <summary>Writes the record's line without the line feed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sequence">Its place in the ledger, from 0.</param>
    /// <param name="previousHash">The 32 bytes of the SHA-256 of the line before it; zeros for the first.</param>
    /// <exception cref="ArgumentException">The record holds something that has no canonical form.</exception>
    public void WriteLine(IBufferWriter<byte> output, long sequence, ReadOnlySpan<byte> previousHash)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfNotEqual(previousHash.Length, 32);
        var rendered = Rendered;
        var bytes = rendered.Bytes.AsSpan();
        output.Write(bytes[..rendered.PreviousAt]);
        output.Write("\"sha256:"u8);
        Convert.TryToHexStringLower(previousHash, output.GetSpan(64), out var written);
        output.Advance(written);
        output.Write("\""u8);
        output.Write(bytes[rendered.PreviousAt..rendered.SequenceAt]);
        Utf8Formatter.TryFormat(sequence, output.GetSpan(20), out written);
        output.Advance(written);
        output.Write(bytes[rendered.SequenceAt..]);
    }

    /// <summary>Adds what the record holds beside the members that all records share.</summary>
    private protected abstract void Describe(RecordMembers members, ICollection<EvidenceSalt> salts);

    private RenderedRecord Render()
    {
        var salts = new List<EvidenceSalt>();
        var members = new RecordMembers();
        Describe(members, salts);
        var rendered = RenderedRecord.From(this, members, salts);

        // The first one wins: salts are random, and everybody has to see the same commitments.
        return Interlocked.CompareExchange(ref _rendered, rendered, null) ?? rendered;
    }
}
