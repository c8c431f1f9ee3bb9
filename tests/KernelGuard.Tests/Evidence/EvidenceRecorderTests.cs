using System.Buffers;
using System.Text;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Verification;
using Xunit;

namespace KernelGuard.Tests.Evidence;

public sealed class EvidenceRecorderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "S1-20")]
    [Trait("Requirement", "S1-19")]
    public async Task RecordDecisionAsync_LedgerFails_ThrowsWhereItIsDurable(bool durable) // AGT let the call run
    {
        var lost = 0;
        await using var recorder = new EvidenceRecorder(new BrokenLedger(durable), new EvidenceCapture(), TimeProvider.System, (_, _) => lost++);
        var request = EvidenceSamples.Request();

        var error = await Record.ExceptionAsync(
            async () => Assert.True((await recorder.RecordDecisionAsync(request, EvidenceSamples.Decide(request), Cancellation)).IsRecorded));

        Assert.Equal(durable, error is LedgerUnavailableException);
        Assert.Equal(durable ? 0 : 1, lost);
        Assert.Equal(!durable, await recorder.TryRecordNoteAsync("halt", EvidenceSamples.Object(("reason", "x")), Cancellation));
    }

    [Fact]
    public async Task RecordOutcomeAsync_LedgerFails_SaysSoAndDoesNotThrow()
    {
        EvidenceRecord? lost = null;
        await using var recorder = new EvidenceRecorder(new BrokenLedger(IsDurable: true), new EvidenceCapture(), TimeProvider.System, (record, _) => lost = record);

        Assert.False(await recorder.RecordOutcomeAsync(new EvidenceReceipt(EvidenceSamples.Id(1), "t"), new CallOutcome(OutcomeKind.Executed)));
        Assert.Equal(EvidenceRecordType.Outcome, lost?.Type);
    }

    [Fact]
    public async Task RecordOutcomeAsync_NothingRecordedBefore_RecordsNothing()
    {
        var ledger = new MemoryLedger();
        await using var recorder = new EvidenceRecorder(ledger, new EvidenceCapture(), TimeProvider.System);

        Assert.False(await recorder.RecordOutcomeAsync(default, new CallOutcome(OutcomeKind.Refused)));
        Assert.Equal(0, ledger.Count);
    }

    [Fact]
    public async Task RecordDecisionAsync_Cancelled_ThrowsThat()
    {
        await using var recorder = new EvidenceRecorder(new BrokenLedger(IsDurable: true), new EvidenceCapture(), TimeProvider.System);
        var request = EvidenceSamples.Request();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await recorder.RecordDecisionAsync(request, EvidenceSamples.Decide(request), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Records_InMemory_AreChainedLinesOnDemand()
    {
        var ledger = new MemoryLedger(capacity: 3);
        await using var recorder = new EvidenceRecorder(ledger, new EvidenceCapture(), TimeProvider.System);
        for (ulong number = 1; number <= 3; number++)
        {
            var request = EvidenceSamples.Request(number);
            var receipt = await recorder.RecordDecisionAsync(request, EvidenceSamples.Decide(request), Cancellation);
            await recorder.RecordOutcomeAsync(receipt, new CallOutcome(OutcomeKind.Executed) { Output = "ok" });
        }

        var output = new ArrayBufferWriter<byte>();
        ledger.WriteLines(output);
        var previous = new byte[32];
        var sequence = 3;
        foreach (var line in Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n').Split('\n'))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var header = RecordScanner.Scan(bytes, previous);
            Assert.Null(header.Problem);
            Assert.True(header.NamesPrevious);
            Assert.Equal(sequence++, header.Sequence);
            previous = System.Security.Cryptography.SHA256.HashData(bytes);
        }

        Assert.Equal((6, 6), (sequence, ledger.Count));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(128, 2)]
    [InlineData(1, 1)]
    public async Task MemoryLedger_Payload_IsBounded(long maxPayloadChars, int kept) // each sample counts 64
    {
        var ledger = new MemoryLedger(10, maxPayloadChars);
        for (ulong number = 1; number <= 5; number++)
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(number), Cancellation);
        }

        Assert.Equal(kept, ledger.Snapshot().Count);
        Assert.Equal(EvidenceSamples.Id(5), ledger.Snapshot()[^1].DecisionId);
    }

    private sealed record BrokenLedger(bool IsDurable) : ILedger
    {
        public ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("broken");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
