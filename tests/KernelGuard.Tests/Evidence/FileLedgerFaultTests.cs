using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Evidence;

[Trait("Requirement", "S2-18")]
public sealed class FileLedgerFaultTests : IDisposable
{
    private readonly LedgerTestFolder _folder = new();
    private readonly FaultyDisk _disk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(FaultyDisk.Fault.Append), "segment-")]
    [InlineData(nameof(FaultyDisk.Fault.PartOfAppend), "segment-")]
    [InlineData(nameof(FaultyDisk.Fault.Flush), "segment-")]
    [InlineData(nameof(FaultyDisk.Fault.Open), "segment-")]
    [InlineData(nameof(FaultyDisk.Fault.PartOfAppend), "checkpoints")]
    [InlineData(nameof(FaultyDisk.Fault.Flush), "checkpoints")]
    [InlineData(nameof(FaultyDisk.Fault.PartOfAppend), "roots")]
    public async Task AppendAsync_DiskFails_RefusesUntilOpenedAgainAndLosesNothing(string fault, string file)
    {
        _disk.Only = file;
        var options = new FileLedgerOptions { OpenFile = _disk.Open, MaxSegmentRecords = 3, CheckpointRecords = 3 };
        var acknowledged = new List<string>();
        await using (var ledger = _folder.Open(options))
        {
            await AppendAsync(ledger, 1, acknowledged);
            await AppendAsync(ledger, 2, acknowledged);
            _disk.Next = Enum.Parse<FaultyDisk.Fault>(fault);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => AppendUntilRefusedAsync(ledger, acknowledged));
            _disk.Next = FaultyDisk.Fault.None;
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => AppendAsync(ledger, 90, acknowledged));
        }

        await _folder.WriteCallsAsync(2, options, first: 100);

        var result = await _folder.VerifyAsync();
        Assert.Empty(result.Findings);
        var lines = string.Concat(_folder.Lines());
        Assert.All(acknowledged, id => Assert.Contains(id, lines, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AppendAsync_OutcomeAfterAFailure_IsRefusedAndTheDecisionStaysOpen()
    {
        await using (var ledger = _folder.Open(new FileLedgerOptions { OpenFile = _disk.Open }))
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1), Cancellation);
            _disk.Next = FaultyDisk.Fault.Append;
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => AppendAsync(ledger, 2, []));
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(1), Cancellation));
        }

        Assert.Equal(EvidenceSamples.Id(1).ToString(), Assert.Single((await _folder.VerifyAsync()).OpenDecisions).DecisionId);
    }

    [Theory]
    [InlineData("{\"arguments\":{\"amount\":9")]
    [InlineData("not JSON\n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("\n")]
    [Trait("Requirement", "S4-74")]
    public async Task Open_TornLine_IsCutKeptAndRecorded(string torn)
    {
        await _folder.WriteCallsAsync(2);
        await File.AppendAllTextAsync(_folder.FirstSegment, torn, Cancellation);
        await _folder.WriteCallsAsync(2, first: 3);

        var result = await _folder.VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.Equal(1, result.Recoveries);
        Assert.Equal(9, result.RecordCount);
        Assert.Contains($"\"bytes\":{torn.Length},", _folder.Lines()[4], StringComparison.Ordinal);
        Assert.Equal(torn, await File.ReadAllTextAsync(Directory.GetFiles(_folder.Path, "torn-*.bin").Single(), Cancellation));
    }

    [Fact]
    public async Task Open_PartOfACharacterAtTheEnd_IsCut()
    {
        await _folder.WriteCallsAsync(1);
        await using (var segment = new FileStream(_folder.FirstSegment, FileMode.Append))
        {
            segment.Write([(byte)'"', 0xF0, 0x9F]);
        }

        await _folder.WriteCallsAsync(1, first: 2);

        Assert.Equal(1, (await _folder.VerifyAsync()).Recoveries);
    }

    [Fact]
    public async Task Open_CutAtEveryByteOfTheLastRecord_IsWholeAgain()
    {
        await using (var ledger = _folder.Open())
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1), Cancellation);
        }

        var whole = await File.ReadAllBytesAsync(_folder.FirstSegment, Cancellation);
        for (var length = 0; length < whole.Length; length += 41)
        {
            Directory.Delete(_folder.Path, recursive: true);
            Directory.CreateDirectory(_folder.Path);
            await File.WriteAllBytesAsync(_folder.FirstSegment, whole[..length], Cancellation);
            await _folder.WriteCallsAsync(1);

            var result = await _folder.VerifyAsync();
            Assert.Empty(result.Findings);
            Assert.Equal(length == 0 ? 0 : 1, result.Recoveries);
        }
    }

    [Theory]
    [InlineData("checkpoints.jsonl")]
    [InlineData("roots.jsonl")]
    [InlineData("salts.jsonl")]
    public async Task Open_TornSideFile_GoesOn(string file)
    {
        var options = new FileLedgerOptions { MaxSegmentRecords = 3 };
        await _folder.WriteCallsAsync(4, options);
        await File.AppendAllTextAsync(_folder.In(file), "{\"count\":", Cancellation);
        await _folder.WriteCallsAsync(4, options, first: 5);

        Assert.Empty((await _folder.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Open_CoveredRecordMissing_Refuses()
    {
        await _folder.WriteCallsAsync(2);
        _folder.EditLines(static lines => lines[..^1]);

        Assert.Throws<LedgerUnavailableException>(() => _folder.Open());
    }

    [Fact]
    public async Task Open_LineInTheMiddleEdited_Refuses()
    {
        await _folder.WriteCallsAsync(3);
        File.Delete(_folder.Checkpoints);
        _folder.EditLines(static lines => [lines[0], "x" + lines[1], .. lines[2..]]);

        var error = Assert.Throws<LedgerUnavailableException>(() => _folder.Open());
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AppendUntilRefusedAsync(FileLedger ledger, List<string> acknowledged)
    {
        for (ulong number = 10; number < 30; number++)
        {
            await AppendAsync(ledger, number, acknowledged);
        }
    }

    private static async Task AppendAsync(FileLedger ledger, ulong number, List<string> acknowledged)
    {
        var record = EvidenceSamples.DecisionRecord(number);
        await ledger.AppendAsync(record, Cancellation);
        acknowledged.Add(record.DecisionId!.Value.ToString());
    }
}
