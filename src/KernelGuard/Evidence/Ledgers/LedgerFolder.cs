using System.Globalization;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>The names of a ledger's files.</summary>
internal sealed class LedgerFolder(string path)
{
    private const string SegmentPrefix = "segment-";
    private const string SegmentSuffix = ".jsonl";
    private const int SequenceDigits = 20;

    internal string FullPath { get; } = Path.GetFullPath(path);

    internal string Checkpoints => In("checkpoints.jsonl");

    internal string Roots => In("roots.jsonl");

    internal string Salts => In("salts.jsonl");

    internal string Lock => In("ledger.lock");

    /// <summary>Where the signing key is unless options say otherwise: beside the ledger, since whoever gets the ledger must not get the key.</summary>
    internal string DefaultKey => Path.Combine(
        Path.GetDirectoryName(FullPath) ?? FullPath, "keys", Path.GetFileName(Path.TrimEndingDirectorySeparator(FullPath)) + ".pem");

    internal string Segment(long first) => In(SegmentName(first));

    internal string PublicKey(string keyId) => In($"key-{keyId["sha256:".Length..][..16]}.pem");

    internal IEnumerable<string> PublicKeys() => Directory.EnumerateFiles(FullPath, "key-*.pem").Order(StringComparer.Ordinal);

    internal static string SegmentName(long first) =>
        string.Create(CultureInfo.InvariantCulture, $"{SegmentPrefix}{first:D20}{SegmentSuffix}");

    /// <summary>The sequence numbers with which the segments start, in order.</summary>
    internal IReadOnlyList<long> Segments()
    {
        if (!Directory.Exists(FullPath))
        {
            return [];
        }

        var firsts = new List<long>();
        foreach (var file in Directory.EnumerateFiles(FullPath, SegmentPrefix + "*" + SegmentSuffix))
        {
            var digits = Path.GetFileName(file)[SegmentPrefix.Length..^SegmentSuffix.Length];
            if (digits.Length == SequenceDigits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            {
                firsts.Add(first);
            }
        }

        firsts.Sort();
        return firsts;
    }

    internal string In(string name) => Path.Combine(FullPath, name);
}
