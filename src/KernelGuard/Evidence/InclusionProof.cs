using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Evidence;

/// <summary>Proves that one record is in a ledger, without the other records (RFC 6962, section 2.1.1). Immutable.</summary>
/// <param name="Sequence">The record's place, from 0.</param>
/// <param name="Count">How many records the tree has; the checkpoint that the proof goes with covers as many.</param>
/// <param name="Path">The hashes of the neighbouring subtrees, from the leaf up.</param>
public sealed record InclusionProof(long Sequence, long Count, ImmutableArray<string> Path)
{
    /// <summary>Makes the proof for one record of a ledger on disk.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="sequence">The record's place, from 0.</param>
    /// <param name="count">How many records the tree has: the count of the checkpoint that the proof goes with.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record among the first <paramref name="count"/>.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be read, or holds fewer records.</exception>
    public static InclusionProof Create(string folder, long sequence, long count)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, count);
        var leaves = LedgerLeaves.Read(new LedgerFolder(folder), count);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, leaves.First);
        return new InclusionProof(sequence, count, [.. leaves.Path(sequence).Select(static hash => CanonicalJsonHash.ToText(hash))]);
    }

    /// <summary>Whether the proof leads from a record to a root.</summary>
    /// <param name="line">The record's line as UTF-8, without its line feed.</param>
    /// <param name="root">The root of a checkpoint that covers <see cref="Count"/> records, whose signature the caller has checked.</param>
    public bool Verify(ReadOnlySpan<byte> line, string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (Sequence < 0 || Sequence >= Count)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[MerkleFrontier.HashBytes];
        Span<byte> neighbour = stackalloc byte[MerkleFrontier.HashBytes];
        SHA256.HashData([0, .. line], hash);
        var (node, last) = (Sequence, Count - 1);
        foreach (var step in Path)
        {
            if (last == 0 || !CanonicalJsonHash.TryParse(step, neighbour))
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                MerkleFrontier.HashNode(neighbour, hash, hash);

                // A last node without a right neighbour moves up until it has a left one.
                var climb = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                (node, last) = (node >> climb, last >> climb);
            }
            else
            {
                MerkleFrontier.HashNode(hash, neighbour, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && CanonicalJsonHash.ToText(hash) == root;
    }
}
