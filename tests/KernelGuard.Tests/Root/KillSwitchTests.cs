using System.Diagnostics;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Root;

public sealed class KillSwitchTests
{
    private const string Secret = "incident 4711: exfiltration";

    private const string Policy = """
        kernelguard: 1
        policy: p
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: held, tool: Held, effect: require_approval }
        """;

    private const string Observed = "kernelguard: 1\npolicy: p\nset: { mode: observe }\nrules: [{ id: read, tool: Read, effect: allow }]";

    [Theory]
    [InlineData(Policy, "Read", "{}")]
    [InlineData(Policy, "Held", "{}")]
    [InlineData(Policy, "Nothing", "{}")]
    [InlineData(Policy, "Read", "{\"a\":1,\"a\":2}")]
    [InlineData(Observed, "Read", "{}")]
    [InlineData(Observed, "Nothing", "{}")]
    public async Task Halt_AnyCall_IsRefusedUntilSomebodyResumes(string policy, string tool, string arguments)
    {
        await using var kit = new TestGuard(policy);

        kit.Guard.Halt(Secret, "ann");
        var refusal = (await kit.CallAsync(tool, arguments)).Refusal!;
        Assert.Equal((GuardCodes.Halted, DecisionStatus.Denied), (refusal.Code, refusal.Status));
        Assert.DoesNotContain("4711", refusal.ToJson(), StringComparison.Ordinal);
        Assert.False(kit.Guard.CouldPermit(tool));
        Assert.Equal(Secret, kit.Guard.Health.HaltReason);
        Assert.Empty(kit.Guard.Approvals.List());

        Assert.True(await kit.Guard.ResumeAsync("bob", "over", TestGuard.Cancellation));
        Assert.NotEqual(GuardCodes.Halted, (await kit.CallAsync(tool, arguments)).Refusal?.Code);
        Assert.Equal(("ann", Secret), By(Assert.Single(kit.Notes("halted"))));
        Assert.Equal(("bob", "over"), By(Assert.Single(kit.Notes("resumed"))));
    }

    [Fact]
    public async Task Halt_CallsJudgedOrApprovedBefore_DoNotRun()
    {
        await using var kit = new TestGuard(Policy);
        var judged = await kit.Guard.JudgeAsync(new ToolCall("Read"), TestGuard.Cancellation);
        var ticket = (await kit.CallAsAnnAsync("Held")).TicketId!;
        await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lead"), cancellationToken: TestGuard.Cancellation);

        kit.Guard.Halt("stop");

        Assert.Equal(GuardCodes.Halted, (await judged.RunAsync(kit.Tool.RunAsync, TestGuard.Cancellation)).Refusal!.Code);
        Assert.Equal(GuardCodes.Halted, (await kit.CallAsAnnAsync("Held")).Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);

        await kit.Guard.ResumeAsync("ann", cancellationToken: TestGuard.Cancellation);
        Assert.True((await kit.CallAsAnnAsync("Held")).Executed);
    }

    [Fact]
    public async Task Resume_CannotBeRecorded_StaysHalted()
    {
        await using var kit = new TestGuard(Policy);
        kit.Guard.Halt("stop");
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await kit.Guard.ResumeAsync("ann", cancellationToken: TestGuard.Cancellation));

        kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;
        Assert.Equal(GuardCodes.Halted, (await kit.CallAsync("Read")).Refusal!.Code);
    }

    [Fact]
    public async Task Halt_WhileSomebodyResumes_Stays()
    {
        await using var kit = new TestGuard(Policy);
        kit.Guard.Halt("first");
        kit.Ledger.Before = (record, _) =>
        {
            kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;
            kit.Guard.Halt("second");
            return ValueTask.CompletedTask;
        };

        Assert.False(await kit.Guard.ResumeAsync("ann", cancellationToken: TestGuard.Cancellation));
        Assert.Equal("second", kit.Guard.Health.HaltReason);
    }

    [Fact]
    public async Task Halt_RecordCannotBeWritten_HaltsNevertheless()
    {
        await using var kit = new TestGuard(Policy);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        kit.Guard.Halt("stop");

        Assert.Equal("stop", kit.Guard.Health.HaltReason);
    }

    [Theory]
    [InlineData("HALT", true)]
    [InlineData("halt", true)]
    [InlineData("HALT", false)]
    public async Task File_InTheFolder_HaltsUntilItIsDeleted(string name, bool reloads)
    {
        await using var kit = new TestGuard(Policy, o => o.ReloadOnChange = reloads);
        var file = Path.Combine(kit.Folder.Path, name);

        await File.WriteAllTextAsync(file, Secret + "\nsecond line\u0007\n", TestGuard.Cancellation);
        kit.Look();
        Assert.Equal(GuardCodes.Halted, (await kit.CallAsync("Read")).Refusal!.Code);
        Assert.Equal(Secret + " second line", kit.Guard.Health.HaltReason);
        Assert.False(await kit.Guard.ResumeAsync("ann", cancellationToken: TestGuard.Cancellation));

        File.Delete(file);
        kit.Look();
        Assert.True((await kit.CallAsync("Read")).Executed);
        Assert.Equal(["a HALT file"], kit.Notes("halted").Select(note => (string?)note["by"]));
        Assert.Equal(["a HALT file"], kit.Notes("resumed").Select(note => (string?)note["by"]));
    }

    [Fact]
    public async Task File_ThereBeforeTheGuard_HaltsTheFirstCall()
    {
        using var folder = new PolicyFolder(Policy);
        HaltFile.Create(folder.Path, "maintenance");
        await using var guard = ToolCallGuard.Create(Path.Combine(folder.Path, "policy0.yaml"));

        Assert.Equal(GuardCodes.Halted, (await guard.DecideAsync(new ToolCall("Read"), TestGuard.Cancellation)).Code);
    }

    [Fact]
    public async Task File_ThatCannotBeReadToItsEnd_HaltsAllTheSame()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        await using var kit = new TestGuard(Policy);
        using var made = Process.Start("mkfifo", [Path.Combine(kit.Folder.Path, "HALT")]);
        await made.WaitForExitAsync(TestGuard.Cancellation);

        kit.Look();

        Assert.Equal("not given", kit.Guard.Health.HaltReason);
        Assert.Equal(GuardCodes.Halted, (await kit.CallAsync("Read")).Refusal!.Code);
    }

    [Fact]
    public async Task Dispose_CallsMadeAfterwards_AreRefused()
    {
        var kit = new TestGuard(Policy);
        await kit.DisposeAsync();

        Assert.Equal(GuardCodes.Halted, (await kit.CallAsync("Read")).Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    public async Task Remove_AFolderOfThatName_SaysWhatToDo()
    {
        await using var kit = new TestGuard(Policy);
        Directory.CreateDirectory(Path.Combine(kit.Folder.Path, "HALT"));

        Assert.Contains("delete it by hand", Assert.Throws<IOException>(() => HaltFile.Remove(kit.Folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_FolderDeletedWhileHalted_StaysHalted()
    {
        await using var kit = new TestGuard(Policy);
        HaltFile.Create(kit.Folder.Path, "stop");
        kit.Look();

        Directory.Delete(kit.Folder.Path, recursive: true);
        kit.Look();

        Assert.Equal("stop", kit.Guard.Health.HaltReason);
        Directory.CreateDirectory(kit.Folder.Path);
    }

    [Fact]
    public void File_CreatedAndRemoved_SaysWhetherItWasThere()
    {
        using var folder = new PolicyFolder();

        Assert.False(HaltFile.Remove(folder.Path));
        Assert.True(HaltFile.Create(folder.Path, "first"));
        Assert.False(HaltFile.Create(folder.Path, "second"));
        Assert.Equal("first\n", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path))));
        Assert.True(HaltFile.Remove(folder.Path));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Halt_TextThatIsNoText_IsRecordedAsWellAsItCan()
    {
        await using var kit = new TestGuard(Policy);

        kit.Guard.Halt("a\ud800\r\n" + new string('x', 10_000), "\udc00");
        kit.Guard.Halt("\u0007", "ann");

        Assert.Equal(["\ufffd", "ann"], kit.Notes("halted").Select(note => (string?)note["by"]));
        Assert.Equal([500, "not given".Length], kit.Notes("halted").Select(note => ((string?)note["reason"])!.Length));
        Assert.StartsWith("a\ufffd xxx", (string?)kit.Notes("halted")[0]["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Halt_FirstRecordFails_LaterOnesAreWritten()
    {
        await using var kit = new TestGuard(Policy);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");
        kit.Guard.Halt("first");
        kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;

        kit.Guard.Halt("second");

        Assert.Equal("second", (string?)Assert.Single(kit.Notes("halted"))["reason"]);
    }

    [Fact]
    public async Task Names_Empty_AreErrors()
    {
        await using var kit = new TestGuard(Policy);

        Assert.Throws<ArgumentException>(() => kit.Guard.Halt("stop", " "));
        await Assert.ThrowsAsync<ArgumentException>(async () => await kit.Guard.ResumeAsync("", cancellationToken: TestGuard.Cancellation));
    }

    private static (string?, string?) By(System.Text.Json.Nodes.JsonNode note) => ((string?)note["by"], (string?)note["reason"]);
}
