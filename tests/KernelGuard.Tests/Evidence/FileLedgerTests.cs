using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Evidence;

[Trait("Requirement", "S2-18")]
public sealed class FileLedgerTests : IDisposable
{
    private readonly LedgerTestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AppendAsync_ManyAtOnce_AreOneChain() // twenty at once broke the chain of another product
    {
        await using (var ledger = _folder.Open(new FileLedgerOptions { MaxSegmentRecords = 150, CheckpointRecords = 100 }))
        {
            await Parallel.ForAsync(1, 501, Cancellation, async (number, token) =>
            {
                await ledger.AppendAsync(EvidenceSamples.DecisionRecord((ulong)number), token);
                await ledger.AppendAsync(EvidenceSamples.OutcomeRecord((ulong)number), token);
            });
        }

        var result = await _folder.VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.Equal(1000, result.RecordCount);
        Assert.Empty(result.OpenDecisions);
        Assert.Equal(7, _folder.SegmentFiles().Length);
        Assert.True(result.CheckpointsCovered > 6);
    }

    [Fact]
    public async Task AppendAsync_Decision_IsOnDiskWhenItCompletes()
    {
        await using var ledger = _folder.Open();
        await ledger.AppendAsync(EvidenceSamples.DecisionRecord(), Cancellation);

        Assert.Single(await File.ReadAllLinesAsync(_folder.FirstSegment, Cancellation));
    }

    [Fact]
    public async Task Open_Again_ContinuesChainAndTree()
    {
        for (ulong run = 0; run < 4; run++)
        {
            await _folder.WriteCallsAsync(3, new FileLedgerOptions { MaxSegmentRecords = 4 }, first: 1 + (run * 3));
        }

        var result = await _folder.VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.Equal(24, result.RecordCount);
        Assert.Equal(6, _folder.SegmentFiles().Length);
    }

    [Fact]
    public async Task Open_WithSizeLimit_BeginsNewSegments()
    {
        await _folder.WriteCallsAsync(4, new FileLedgerOptions { MaxSegmentBytes = 1 });

        Assert.Equal(8, _folder.SegmentFiles().Length);
        Assert.Empty((await _folder.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Open_WhileOpen_SaysSo()
    {
        await using var ledger = _folder.Open();

        var error = Assert.Throws<LedgerUnavailableException>(() => _folder.Open());

        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_New_MakesAKeyThatOnlyItsOwnerReads()
    {
        await _folder.WriteCallsAsync(1);

        Assert.True(File.Exists(_folder.KeyPath));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), static file => File.ReadAllText(file).Contains("PRIVATE", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.KeyPath));
        }
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("")]
    public void Open_KeyThatIsNone_Throws(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.KeyPath)!);
        File.WriteAllText(_folder.KeyPath, content);

        Assert.Throws<LedgerUnavailableException>(() => _folder.Open());
    }

    [Fact]
    public void Open_FolderIsAFile_Throws()
    {
        File.WriteAllText(_folder.Path, "");

        Assert.Throws<LedgerUnavailableException>(() => _folder.Open());
    }

    [Fact]
    public async Task AppendAsync_Closed_Throws()
    {
        var ledger = _folder.Open();
        await ledger.DisposeAsync();
        await ledger.DisposeAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AppendAsync(EvidenceSamples.DecisionRecord(), Cancellation));
    }

    [Fact]
    public async Task AppendAsync_Cancelled_DoesNotAppend()
    {
        await using (var ledger = _folder.Open())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1), new CancellationToken(canceled: true)));
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(2), Cancellation);
        }

        Assert.Single(_folder.Lines());
    }

    [Fact]
    public async Task Checkpoint_AfterTheInterval_IsSigned()
    {
        var time = new ManualTime();
        await using var ledger = _folder.Open(new FileLedgerOptions { TimeProvider = time });
        await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1), Cancellation);
        Assert.Equal(0, new FileInfo(_folder.Checkpoints).Length);

        time.Fire();
        await ledger.AppendAsync(EvidenceSamples.DecisionRecord(2), Cancellation);
        await ledger.AppendAsync(EvidenceSamples.DecisionRecord(3), Cancellation);

        Assert.NotEmpty(await File.ReadAllLinesAsync(_folder.Checkpoints, Cancellation));
    }

    [Fact]
    public async Task Witness_GetsEveryCheckpoint_AndFindsACut()
    {
        var witness = _folder.Beside("witness.jsonl");
        await _folder.WriteCallsAsync(4, new FileLedgerOptions { CheckpointRecords = 2, WitnessPath = witness });
        Assert.Equal(await File.ReadAllLinesAsync(_folder.Checkpoints, Cancellation), await File.ReadAllLinesAsync(witness, Cancellation));

        File.Delete(_folder.Checkpoints);
        _folder.EditLines(static lines => lines[..2]);

        Assert.True((await _folder.VerifyAsync()).Ok);
        Assert.Contains(
            (await _folder.VerifyAsync(new LedgerVerifierOptions { WitnessPath = witness })).Findings,
            static finding => finding.Code == LedgerFindingCodes.RecordsMissing);
    }

    [Fact]
    public async Task Salts_Erased_LeaveTheLedgerWhole()
    {
        await using (var ledger = _folder.Open())
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1, EvidenceSamples.Object(("password", "hunter2"))), Cancellation);
        }

        var salts = _folder.In("salts.jsonl");
        Assert.Equal(
            """{"commitment":"sha256:""",
            (await File.ReadAllTextAsync(salts, Cancellation))[..22]);
        Assert.DoesNotContain("hunter2", string.Concat(Directory.GetFiles(_folder.Path).Select(File.ReadAllText)), StringComparison.Ordinal);
        File.Delete(salts);

        Assert.Empty((await _folder.VerifyAsync()).Findings);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class ManualTime : TimeProvider
    {
        private Action? _tick;

        public override DateTimeOffset GetUtcNow() => EvidenceSamples.Noon;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Fire() => _tick!();
    }
}
