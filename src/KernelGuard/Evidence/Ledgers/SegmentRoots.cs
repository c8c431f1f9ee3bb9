using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>One line of roots.jsonl: the state of chain and tree where a segment starts, so that earlier segments can be deleted or skipped.</summary>
internal sealed record SegmentRoots(long Count, byte[] Previous, IReadOnlyList<byte[]> Peaks)
{
    internal static SegmentRoots Of(LedgerChain chain) => new(chain.Count, chain.Previous.ToArray(), [.. chain.Tree.Peaks()]);

    /// <summary>Reads the lines of a file; lines that are torn or no roots are left out.</summary>
    internal static IEnumerable<SegmentRoots> ReadAll(string path) =>
        File.Exists(path) ? File.ReadLines(path).Select(Parse).OfType<SegmentRoots>() : [];

    internal LedgerChain? ToChain() => MerkleFrontier.Restore(Count, Peaks) is { } tree ? new LedgerChain(tree, Previous) : null;

    internal string ToLine() => CanonicalJson.ToText(new RecordMembers()
        .Add("count", Count)
        .Add("prev", CanonicalJsonHash.ToText(Previous))
        .AddTexts("peaks", Peaks.Select(static peak => CanonicalJsonHash.ToText(peak)))
        .ToObject());

    private static SegmentRoots? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return Hash(root.GetProperty("prev")) is { } previous
                && root.GetProperty("peaks").EnumerateArray().Select(Hash).ToArray() is { } peaks && Array.TrueForAll(peaks, static peak => peak is not null)
                ? new SegmentRoots(root.GetProperty("count").GetInt64(), previous, peaks!)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static byte[]? Hash(JsonElement element)
    {
        var hash = new byte[MerkleFrontier.HashBytes];
        return CanonicalJsonHash.TryParse(element.GetString(), hash) ? hash : null;
    }
}
