using System.Text;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class AuditVerifyCommandTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    private string Ledger => _folder["ledger"];

    private string Segment => Directory.GetFiles(Ledger, "segment-*.jsonl").Single();

    public async ValueTask InitializeAsync() => (await CliCall.RunAsync([.. GoldenFiles.Decide, "--evidence", Ledger])).Expect(2);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Verify_GoodLedger_IsFineAndSaysWhatCannotBeKnown()
    {
        var result = (await CliProcess.RunAsync(["audit", "verify", Ledger])).Expect(0);

        Assert.StartsWith("records: 62, from 0; root: sha256:", result.Output, StringComparison.Ordinal);
        Assert.Contains("decisions without an outcome: 0\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be known: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("verified: nothing is wrong\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ChangedRecord_IsAFindingWithSegmentAndLine()
    {
        var text = await File.ReadAllTextAsync(Segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Segment, text.Replace("refund_over_cap", "refund_over_cop", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = (await CliProcess.RunAsync(["audit", "verify", Ledger])).Expect(1);

        Assert.Contains("chain_broken", result.Output, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(Segment), result.Output, StringComparison.Ordinal);
        Assert.Matches("not verified: [0-9]+ findings\n$", result.Output);
    }

    [Fact]
    public async Task Verify_ChangedRecordAsJson_HasFindings()
    {
        var text = await File.ReadAllTextAsync(Segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Segment, text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], TestContext.Current.CancellationToken);
        var json = (await CliCall.RunAsync("audit", "verify", Ledger, "--json")).Expect(1).Json;

        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["code", "file", "line", "seq", "message"],
            json.GetProperty("findings")[0].EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Verify_CutTail_IsFoundWithACheckpointKeptElsewhere()
    {
        var checkpoint = _folder["kept.jsonl"];
        File.Copy(Path.Combine(Ledger, "checkpoints.jsonl"), checkpoint);
        (await CliCall.RunAsync("audit", "verify", Ledger, "--checkpoint", checkpoint)).Expect(0);

        var lines = await File.ReadAllLinesAsync(Segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Segment, string.Concat(lines[..^2].Select(line => line + "\n")), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Ledger, "checkpoints.jsonl"), "", TestContext.Current.CancellationToken);

        Assert.Contains("records_missing", (await CliCall.RunAsync("audit", "verify", Ledger, "--checkpoint", checkpoint)).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Key_IsUsed()
    {
        var key = Directory.GetFiles(Ledger, "key-*.pem").Single();
        var kept = _folder["kept.pem"];
        File.Copy(key, kept);
        var result = (await CliCall.RunAsync("audit", "verify", Ledger, "--key", kept)).Expect(0);
        Assert.DoesNotContain("the keys in the folder were believed", result.Output, StringComparison.Ordinal);

        (await CliCall.RunAsync([.. GoldenFiles.Decide, "--evidence", _folder["other"]])).Expect(2);
        var other = Directory.GetFiles(_folder["other"], "key-*.pem").Single();
        (await CliCall.RunAsync("audit", "verify", Ledger, "--key", other)).Expect(1);
    }

    [Fact]
    public async Task Verify_DecisionWithoutOutcome_IsListed()
    {
        var lines = await File.ReadAllLinesAsync(Segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Segment, lines[0] + "\n", TestContext.Current.CancellationToken);
        var json = (await CliCall.RunAsync("audit", "verify", Ledger, "--json")).Expect(1).Json;

        Assert.Equal(0, json.GetProperty("open_decisions")[0].GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Verify_EmptyFolder_IsAFinding()
    {
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Contains("ledger_empty", (await CliCall.RunAsync("audit", "verify", _folder["empty"])).Expect(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing-ledger", null, null)]
    [InlineData(null, "--checkpoint", "missing.jsonl")]
    [InlineData(null, "--checkpoint", "empty.jsonl")]
    [InlineData(null, "--key", "missing.pem")]
    public async Task Verify_MissingFile_CannotRun(string? ledger, string? option, string? file)
    {
        _folder.Write("empty.jsonl", Encoding.UTF8.GetBytes("\n"));
        string[] arguments = ["audit", "verify", ledger is null ? Ledger : _folder[ledger], .. option is null ? [] : new[] { option, _folder[file!] }];
        var result = (await CliCall.RunAsync(arguments)).Expect(2);

        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
