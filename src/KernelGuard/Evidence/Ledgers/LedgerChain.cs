using System.Security.Cryptography;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>Where a ledger stands after its latest record: the hash that the next record names, and the tree over all of them.</summary>
internal sealed class LedgerChain
{
    private readonly byte[] _previous = new byte[MerkleFrontier.HashBytes];

    internal LedgerChain()
        : this(new MerkleFrontier(), stackalloc byte[MerkleFrontier.HashBytes])
    {
    }

    internal LedgerChain(MerkleFrontier tree, ReadOnlySpan<byte> previous)
    {
        Tree = tree;
        previous.CopyTo(_previous);
    }

    internal MerkleFrontier Tree { get; }

    internal long Count => Tree.Count;

    /// <summary>SHA-256 of the latest line; zeros before the first.</summary>
    internal ReadOnlySpan<byte> Previous => _previous;

    /// <summary>Adds a line.</summary>
    /// <param name="leafInput">A zero byte and the line without its line feed: one buffer serves both hashes.</param>
    internal void Append(ReadOnlySpan<byte> leafInput)
    {
        Span<byte> leaf = stackalloc byte[MerkleFrontier.HashBytes];
        SHA256.HashData(leafInput, leaf);
        SHA256.HashData(leafInput[1..], _previous);
        Tree.Append(leaf);
    }

    internal string RootText()
    {
        Span<byte> root = stackalloc byte[MerkleFrontier.HashBytes];
        Tree.WriteRoot(root);
        return CanonicalJsonHash.ToText(root);
    }
}
