using System.Security.Cryptography;
using System.Text;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Ledgers;
using Xunit;

namespace KernelGuard.Tests.Evidence;

[Trait("Requirement", "S4-74")]
public sealed class InclusionProofTests : IDisposable
{
    private readonly LedgerTestFolder _folder = new();

    public static TheoryData<int> Sizes => [1, 2, 3, 5, 8, 13, 21];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Create_EveryRecord_LeadsToTheRootAndNoOtherDoes(int calls)
    {
        await _folder.WriteCallsAsync(calls, new FileLedgerOptions { MaxSegmentRecords = 7 });
        var lines = _folder.Lines();
        var root = (await _folder.VerifyAsync()).Root;

        for (var sequence = 0; sequence < lines.Length; sequence++)
        {
            var proof = InclusionProof.Create(_folder.Path, sequence, lines.Length);

            Assert.True(proof.Verify(Encoding.UTF8.GetBytes(lines[sequence]), root));
            Assert.False(proof.Verify(Encoding.UTF8.GetBytes(lines[(sequence + 1) % lines.Length]), root));
            Assert.False((proof with { Sequence = sequence == 0 ? 1 : sequence - 1 }).Verify(Encoding.UTF8.GetBytes(lines[sequence]), root));
            Assert.False((proof with { Path = [.. proof.Path, root] }).Verify(Encoding.UTF8.GetBytes(lines[sequence]), root));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Create_AfterSegmentsWereDeleted_StillLeadsToTheRoot(int deleted)
    {
        await _folder.WriteCallsAsync(20, new FileLedgerOptions { MaxSegmentRecords = 7 });
        var lines = _folder.Lines();
        var root = (await _folder.VerifyAsync()).Root;
        foreach (var segment in _folder.SegmentFiles()[..deleted])
        {
            File.Delete(segment);
        }

        for (var sequence = 7 * deleted; sequence < lines.Length; sequence++)
        {
            Assert.True(InclusionProof.Create(_folder.Path, sequence, lines.Length).Verify(Encoding.UTF8.GetBytes(lines[sequence]), root));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Create(_folder.Path, (7 * deleted) - 1, lines.Length));
    }

    [Fact]
    public async Task Create_MoreRecordsThanThereAre_Throws()
    {
        await _folder.WriteCallsAsync(2);

        Assert.Throws<LedgerUnavailableException>(() => InclusionProof.Create(_folder.Path, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Create(_folder.Path, 4, 4));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void WriteRoot_AnySize_IsTheTreeOfRfc6962(int leaves)
    {
        var hashes = Enumerable.Range(0, leaves).Select(static number => SHA256.HashData([(byte)number])).ToArray();
        var tree = new MerkleFrontier();
        foreach (var hash in hashes)
        {
            tree.Append(hash);
        }

        var root = new byte[32];
        tree.WriteRoot(root);
        var restored = MerkleFrontier.Restore(leaves, [.. tree.Peaks()])!;
        var restoredRoot = new byte[32];
        restored.WriteRoot(restoredRoot);

        Assert.Equal(Naive(hashes), root);
        Assert.Equal(root, restoredRoot);
    }

    [Fact]
    public void WriteRoot_Empty_IsTheHashOfNothing()
    {
        var root = new byte[32];
        new MerkleFrontier().WriteRoot(root);

        Assert.Equal("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", CanonicalJsonHash.ToText(root));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The definition of RFC 6962, section 2.1, word for word.</summary>
    private static byte[] Naive(byte[][] leaves)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Naive(leaves[..split]), .. Naive(leaves[split..])]);
    }
}
