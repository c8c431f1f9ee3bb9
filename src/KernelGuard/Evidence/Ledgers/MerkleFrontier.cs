using System.Numerics;
using System.Security.Cryptography;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>The right edge of an RFC 6962 tree: one hash for each full subtree, so that a leaf is added and a root made in O(log n).</summary>
internal sealed class MerkleFrontier
{
    internal const int HashBytes = SHA256.HashSizeInBytes;
    private const int MaxLevels = 63;
    private readonly byte[] _peaks = new byte[MaxLevels * HashBytes];

    internal long Count { get; private set; }

    /// <summary>Adds a leaf by its hash, which is SHA-256(0x00 ‖ record).</summary>
    internal void Append(ReadOnlySpan<byte> leaf)
    {
        Span<byte> carry = stackalloc byte[HashBytes];
        leaf.CopyTo(carry);
        var level = 0;
        for (var full = Count; (full & 1) == 1; full >>= 1)
        {
            HashNode(Peak(level++), carry, carry);
        }

        carry.CopyTo(Peak(level));
        Count++;
    }

    /// <summary>Writes the root over all leaves: of an empty tree, the hash of nothing.</summary>
    internal void WriteRoot(Span<byte> root)
    {
        if (Count == 0)
        {
            SHA256.HashData([], root);
            return;
        }

        var level = BitOperations.TrailingZeroCount(Count);
        Peak(level).CopyTo(root);
        for (level++; level < MaxLevels; level++)
        {
            if ((Count >> level & 1) == 1)
            {
                HashNode(Peak(level), root, root);
            }
        }
    }

    /// <summary>The hashes of the full subtrees, largest first: all that is needed to go on without the leaves.</summary>
    internal IEnumerable<byte[]> Peaks()
    {
        for (var level = MaxLevels - 1; level >= 0; level--)
        {
            if ((Count >> level & 1) == 1)
            {
                yield return Peak(level).ToArray();
            }
        }
    }

    /// <summary>Restores a frontier; null where the number of hashes does not fit the number of leaves.</summary>
    internal static MerkleFrontier? Restore(long count, IReadOnlyList<byte[]> peaks)
    {
        if (count < 0 || BitOperations.PopCount((ulong)count) != peaks.Count || peaks.Any(static peak => peak.Length != HashBytes))
        {
            return null;
        }

        var frontier = new MerkleFrontier { Count = count };
        var next = 0;
        for (var level = MaxLevels - 1; level >= 0; level--)
        {
            if ((count >> level & 1) == 1)
            {
                peaks[next++].CopyTo(frontier.Peak(level));
            }
        }

        return frontier;
    }

    internal static void HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> node)
    {
        Span<byte> input = stackalloc byte[1 + (2 * HashBytes)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashBytes)..]);
        SHA256.HashData(input, node);
    }

    private Span<byte> Peak(int level) => _peaks.AsSpan(level * HashBytes, HashBytes);
}
