using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Evidence.Ledgers;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence;

/// <summary>A signed statement of what a ledger held at one time. Keep one elsewhere, and nobody can change or cut what it covers unnoticed.</summary>
public sealed record LedgerCheckpoint
{
    internal LedgerCheckpoint(string ledger, long count, string root, DateTimeOffset time, string keyId, string signature)
    {
        Ledger = ledger;
        Count = count;
        Root = root;
        Time = time;
        KeyId = keyId;
        Signature = signature;
    }

    /// <summary>The ledger's id: the SHA-256 of its first line.</summary>
    public string Ledger { get; }

    /// <summary>How many records it covers, from the first.</summary>
    public long Count { get; }

    /// <summary>The root of the RFC 6962 tree over those records.</summary>
    public string Root { get; }

    /// <summary>When it was signed, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The SHA-256 of the public key in its SPKI form.</summary>
    public string KeyId { get; }

    /// <summary>The ECDSA P-256 signature in its P1363 form, as base64url.</summary>
    public string Signature { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="line">One line of checkpoints.jsonl.</param>
    /// <returns>The checkpoint, or null where the line is no checkpoint in canonical form.</returns>
    public static LedgerCheckpoint? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            using var document = JsonDocument.Parse(line);
            var checkpoint = Read(document.RootElement);
            return checkpoint is not null && checkpoint.ToLine() == line ? checkpoint : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The checkpoint as a line of checkpoints.jsonl, without its line feed.</summary>
    public string ToLine() => CanonicalJson.ToText(Members().Add("sig", Signature).ToObject());

    internal static LedgerCheckpoint Sign(string ledger, LedgerChain chain, DateTimeOffset time, LedgerKey key)
    {
        var unsigned = new LedgerCheckpoint(ledger, chain.Count, chain.RootText(), time, key.Id, "");
        return new(ledger, unsigned.Count, unsigned.Root, time, key.Id, Base64Url.EncodeToString(key.Sign(unsigned.SignedBytes())));
    }

    internal bool IsSignedBy(ECDsa key)
    {
        Span<byte> signature = stackalloc byte[64];
        return Base64Url.TryDecodeFromChars(Signature, signature, out var length)
            && length == signature.Length
            && key.VerifyData(SignedBytes(), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static LedgerCheckpoint? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("count", out var count) || !count.TryGetInt64(out var records) || records < 0
            || !RecordTime.TryParse(Text(element, "time"), out var time))
        {
            return null;
        }

        return Text(element, "ledger") is { } ledger && Text(element, "root") is { } root
            && Text(element, "key_id") is { } keyId && Text(element, "sig") is { } signature
            ? new LedgerCheckpoint(ledger, records, root, time, keyId, signature)
            : null;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private byte[] SignedBytes() => Encoding.UTF8.GetBytes(CanonicalJson.ToText(Members().ToObject()));

    private RecordMembers Members() => new RecordMembers()
        .Add("ledger", Ledger)
        .Add("count", Count)
        .Add("root", Root)
        .Add("time", RecordTime.ToText(Time))
        .Add("key_id", KeyId);
}
