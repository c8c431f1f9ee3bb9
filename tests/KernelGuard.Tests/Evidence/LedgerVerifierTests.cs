using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Evidence;

[Trait("Requirement", "S4-74")]
public sealed class LedgerVerifierTests : IDisposable
{
    private const int Calls = 10;
    private readonly LedgerTestFolder _folder = new();

    public static TheoryData<string, Func<List<string>, List<string>>> Changes => new()
    {
        { "edit", Edit(static line => line.Replace("\"amount\":90", "\"amount\":91", StringComparison.Ordinal)) },
        { "edit a reason", Edit(static line => line.Replace("permitted", "denied", StringComparison.Ordinal)) },
        { "delete", static lines => [.. lines[..4], .. lines[5..]] },
        { "delete the first", static lines => lines[1..] },
        { "insert a copy", static lines => [.. lines[..4], lines[3], .. lines[4..]] },
        { "swap", static lines => [.. lines[..4], lines[5], lines[4], .. lines[6..]] },
        { "reverse", static lines => [.. Enumerable.Reverse(lines)] },
        { "cut the end", static lines => lines[..^1] },
        { "cut all but one", static lines => lines[..1] },
        { "empty", static _ => [] },
        { "blank line", static lines => [.. lines[..4], "", .. lines[4..]] },
        { "white space", Edit(static line => line.Replace("\"v\":1", "\"v\": 1", StringComparison.Ordinal)) },
        { "key order", Edit(static line => "{\"v\":1," + line[1..].Replace(",\"v\":1", "", StringComparison.Ordinal)) },
        { "escape", Edit(static line => line.Replace("o-1", "o-\\u0031", StringComparison.Ordinal)) },
        { "duplicate key", Edit(static line => line.Replace("\"v\":1", "\"v\":1,\"v\":1", StringComparison.Ordinal)) },
        { "not JSON", Edit(static _ => "not JSON") },
        { "another kind of JSON", Edit(static _ => "[1]") },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task VerifyAsync_Untouched_IsOk()
    {
        await _folder.WriteCallsAsync(Calls);

        var result = await _folder.VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.True(result.Ok);
        Assert.Equal(2 * Calls, result.RecordCount);
        Assert.Empty(result.OpenDecisions);
        Assert.Equal(2 * Calls, result.LastCheckpoint?.Count);
        Assert.Equal(result.LastCheckpoint?.Root, result.Root);
        Assert.NotEmpty(result.WhatCannotBeKnown);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task VerifyAsync_Changed_HasFindings(string change, Func<List<string>, List<string>> edit)
    {
        await _folder.WriteCallsAsync(Calls);
        _folder.EditLines(edit);

        var result = await _folder.VerifyAsync();

        Assert.False(result.Ok, change);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task VerifyAsync_ChangedAndOwnCheckpointsDeleted_IsFoundByATrustedOne(string change, Func<List<string>, List<string>> edit)
    {
        await _folder.WriteCallsAsync(Calls);
        var trusted = File.ReadAllLines(_folder.Checkpoints)[^1];
        _folder.EditLines(edit);
        File.Delete(_folder.Checkpoints);

        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { TrustedCheckpoints = [trusted] });

        Assert.False(result.Ok, change);
    }

    [Fact]
    public async Task VerifyAsync_NestedKeyNamedHashEdited_IsFound() // Enforra's chain left such keys out
    {
        await using (var ledger = _folder.Open())
        {
            var arguments = EvidenceSamples.Object(("file", EvidenceSamples.Object(("hash", "abc"))));
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(1, arguments), Cancellation);
            await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(1), Cancellation);
        }

        _folder.EditLines(static lines => [lines[0].Replace("\"hash\":\"abc\"", "\"hash\":\"abd\"", StringComparison.Ordinal), lines[1]]);

        Assert.Contains((await _folder.VerifyAsync()).Findings, static finding => finding.Code == LedgerFindingCodes.ChainBroken);
    }

    [Fact]
    public async Task VerifyAsync_LastLineEdited_IsFoundByTheCheckpoint()
    {
        await _folder.WriteCallsAsync(Calls);
        _folder.EditLines(static lines => [.. lines[..^1], lines[^1].Replace("executed", "refused", StringComparison.Ordinal)]);

        Assert.Equal(LedgerFindingCodes.RootMismatch, Assert.Single((await _folder.VerifyAsync()).Findings).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task VerifyAsync_FolderEmptiedOrGone_IsFound(bool gone)
    {
        await _folder.WriteCallsAsync(1);
        var trusted = File.ReadAllLines(_folder.Checkpoints)[^1];
        var key = File.ReadAllText(Directory.GetFiles(_folder.Path, "key-*.pem").Single());
        Directory.Delete(_folder.Path, recursive: true);
        if (!gone)
        {
            Directory.CreateDirectory(_folder.Path);
        }

        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { TrustedCheckpoints = [trusted], PublicKeys = [key] });

        Assert.False(result.Ok);
    }

    [Fact]
    public async Task VerifyAsync_WholeLedgerRewritten_IsFoundByATrustedCheckpoint()
    {
        await _folder.WriteCallsAsync(Calls);
        var trusted = File.ReadAllLines(_folder.Checkpoints)[^1];
        Directory.Delete(_folder.Path, recursive: true);
        await _folder.WriteCallsAsync(Calls, first: 1001);

        Assert.True((await _folder.VerifyAsync()).Ok);
        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { TrustedCheckpoints = [trusted] });

        Assert.Equal(LedgerFindingCodes.OtherLedger, Assert.Single(result.Findings).Code);
    }

    [Fact]
    public async Task VerifyAsync_ForgedCheckpoint_IsFound()
    {
        await _folder.WriteCallsAsync(Calls);
        var checkpoint = LedgerCheckpoint.Parse(File.ReadAllLines(_folder.Checkpoints)[^1])!;
        var forged = checkpoint.ToLine().Replace("\"count\":20", "\"count\":19", StringComparison.Ordinal);
        File.AppendAllText(_folder.Checkpoints, forged + "\n");

        Assert.Equal(LedgerFindingCodes.ForgedCheckpoint, Assert.Single((await _folder.VerifyAsync()).Findings).Code);
    }

    [Fact]
    public async Task VerifyAsync_OtherKeyTrusted_IsFound()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await _folder.WriteCallsAsync(Calls);

        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { PublicKeys = [other.ExportSubjectPublicKeyInfoPem()] });

        Assert.Equal(LedgerFindingCodes.UnknownKey, Assert.Single(result.Findings).Code);
        Assert.Null(result.LastCheckpoint);
    }

    [Fact]
    public async Task VerifyAsync_SegmentDeleted_IsFound()
    {
        await _folder.WriteCallsAsync(Calls, new FileLedgerOptions { MaxSegmentRecords = 5 });
        File.Delete(_folder.SegmentFiles()[1]);

        Assert.Contains((await _folder.VerifyAsync()).Findings, static finding => finding.Code == LedgerFindingCodes.SegmentGap);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task VerifyAsync_FirstSegmentsRetired_AreVouchedForByTheirRoots(bool allowed)
    {
        await _folder.WriteCallsAsync(Calls, new FileLedgerOptions { MaxSegmentRecords = 6 });
        File.Delete(_folder.SegmentFiles()[0]);

        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { AllowRetired = allowed });

        Assert.Equal(allowed, result.Ok);
        Assert.Equal(6, result.FirstSequence);
        Assert.Equal((2 * Calls) - 6, result.RecordCount);
    }

    [Fact]
    public async Task VerifyAsync_DecisionWithoutOutcome_IsOpen()
    {
        await using (var ledger = _folder.Open())
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(7), Cancellation);
        }

        var result = await _folder.VerifyAsync();

        Assert.True(result.Ok);
        Assert.Equal(new OpenDecision(EvidenceSamples.Id(7).ToString(), 0), Assert.Single(result.OpenDecisions));
    }

    [Fact]
    public async Task VerifyAsync_PairsThatDoNotMatch_AreFound()
    {
        await using (var ledger = _folder.Open())
        {
            await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(1), Cancellation);
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(2), Cancellation);
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(2), Cancellation);
            await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(2), Cancellation);
            await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(2), Cancellation);
        }

        Assert.Equal(
            [LedgerFindingCodes.OutcomeWithoutDecision, LedgerFindingCodes.DuplicateDecision, LedgerFindingCodes.DuplicateOutcome],
            (await _folder.VerifyAsync()).Findings.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task VerifyAsync_WhileAWriterAppends_IsOk()
    {
        await using var ledger = _folder.Open(new FileLedgerOptions { CheckpointRecords = 3, MaxSegmentRecords = 10 });
        for (ulong number = 1; number <= 40; number++)
        {
            var append = ledger.AppendAsync(EvidenceSamples.DecisionRecord(number), Cancellation);
            var result = await _folder.VerifyAsync();
            await append;

            Assert.DoesNotContain(result.Findings, static finding => finding.Code != LedgerFindingCodes.LedgerEmpty);
        }
    }

    [Fact]
    public async Task VerifyAsync_MoreFindingsThanAskedFor_Stops()
    {
        await _folder.WriteCallsAsync(Calls);
        _folder.EditLines(static lines => [.. lines.Select(static _ => "x")]);

        var result = await _folder.VerifyAsync(new LedgerVerifierOptions { MaxFindings = 3 });

        Assert.Equal(4, result.Findings.Count);
        Assert.Equal(LedgerFindingCodes.TooManyFindings, result.Findings[^1].Code);
    }

    public void Dispose() => _folder.Dispose();

    private static Func<List<string>, List<string>> Edit(Func<string, string> change) =>
        lines => [.. lines[..4], change(lines[4]), .. lines[5..]];
}
