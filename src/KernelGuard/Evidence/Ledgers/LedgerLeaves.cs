using System.Security.Cryptography;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>The leaf hashes of a ledger, 32 bytes for each record; deleted segments are represented by their subtrees.</summary>
internal sealed class LedgerLeaves
{
    private readonly Dictionary<(long Start, long End), byte[]> _retired = [];
    private readonly List<byte[]> _leaves = [];
    private long _count;

    /// <summary>The sequence number of the first record that is there.</summary>
    internal long First { get; private set; }

    /// <summary>Reads the leaves of the first records of a ledger.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read, or holds fewer records.</exception>
    internal static LedgerLeaves Read(LedgerFolder folder, long count)
    {
        var leaves = new LedgerLeaves { _count = count };
        try
        {
            leaves.ReadSegments(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new LedgerUnavailableException($"the ledger `{folder.FullPath}` cannot be read: {e.Message}", e);
        }

        return leaves.First + leaves._leaves.Count == count
            ? leaves
            : throw new LedgerUnavailableException($"the ledger `{folder.FullPath}` does not hold {count} records without a gap");
    }

    /// <summary>The hashes of the subtrees beside the way from a leaf to the root.</summary>
    internal IEnumerable<byte[]> Path(long sequence)
    {
        var path = new Stack<byte[]>();
        var (start, end) = (0L, _count);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            if (sequence < middle)
            {
                path.Push(Hash(middle, end));
                end = middle;
            }
            else
            {
                path.Push(Hash(start, middle));
                start = middle;
            }
        }

        return path;
    }

    private void ReadSegments(LedgerFolder folder)
    {
        var segments = folder.Segments();
        First = segments.Count > 0 ? segments[0] : 0;
        if (First > 0)
        {
            AddRetired(SegmentRoots.ReadAll(folder.Roots).FirstOrDefault(roots => roots.Count == First)?.Peaks
                ?? throw new InvalidDataException("roots.jsonl does not say what the deleted segments held"));
        }

        foreach (var segment in segments)
        {
            using var reader = new LineReader(folder.Segment(segment));
            while (First + _leaves.Count < _count && segment <= First + _leaves.Count && reader.TryRead(out var leafInput))
            {
                _leaves.Add(SHA256.HashData(leafInput));
            }
        }
    }

    /// <summary>Notes which leaves each of the full subtrees before the first record stands for.</summary>
    private void AddRetired(IReadOnlyList<byte[]> peaks)
    {
        var start = 0L;
        foreach (var peak in peaks)
        {
            var end = start + (1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(First - start))));
            _retired.Add((start, end), peak);
            start = end;
        }
    }

    private byte[] Hash(long start, long end)
    {
        if (_retired.TryGetValue((start, end), out var known))
        {
            return known;
        }

        if (end - start == 1)
        {
            return _leaves[(int)(start - First)];
        }

        var node = new byte[MerkleFrontier.HashBytes];
        var middle = start + Split(end - start);
        MerkleFrontier.HashNode(Hash(start, middle), Hash(middle, end), node);
        return node;
    }

    /// <summary>The largest power of two smaller than a number of leaves.</summary>
    private static long Split(long leaves) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(leaves - 1)));
}
