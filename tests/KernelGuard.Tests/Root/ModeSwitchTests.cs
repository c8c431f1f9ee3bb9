using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>Switching between observing and enforcing at run time, and what observing counts.</summary>
public sealed class ModeSwitchTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: never, tool: Never, effect: deny, code: gone }
          - { id: held, tool: Held, effect: require_approval }
          - { id: always, tool: Drop, effect: deny, mode: enforce }
        """;

    [Fact]
    [Trait("Requirement", "S2-25")]
    [Trait("Requirement", "S2-24")]
    [Trait("Requirement", "S4-87")]
    public async Task SwitchMode_ToObserveAndBack_BindsAccordingly()
    {
        await using var kit = new TestGuard(Policy);
        var digest = kit.Guard.PolicyDigest;
        Assert.False((await kit.CallAsync("Never")).Executed);

        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", "incident 7", TestGuard.Cancellation);
        var observed = await kit.CallAsync("Never");
        Assert.True(observed.Executed);
        Assert.Equal((GuardMode.Observe, digest, "gone"), (observed.Decision.Mode, observed.Decision.PolicyDigest, observed.Decision.Observed!.Code));
        Assert.False((await kit.CallAsync("Drop")).Executed);

        await kit.Guard.SwitchModeAsync(null, "bob", cancellationToken: TestGuard.Cancellation);
        Assert.False((await kit.CallAsync("Never")).Executed);

        var notes = kit.Notes("mode_switched");
        Assert.Equal(["enforce observe ann incident 7", "observe enforce bob "], notes.Select(n => $"{n["from"]} {n["to"]} {n["by"]} {n["reason"]}"));
        Assert.Equal([false, true], notes.Select(n => (bool)n["as_documents_say"]!));
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_ThenReload_Stays()
    {
        await using var kit = new TestGuard(Policy);
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);

        kit.Reload(Policy.Replace("gone", "away", StringComparison.Ordinal));

        Assert.Equal("away", (await kit.CallAsync("Never")).Decision.Observed!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_FilesChangedMeanwhile_DoesNotPutThemInForce()
    {
        await using var kit = new TestGuard(Policy);
        kit.Folder.Write("kernelguard: 1\npolicy: p\nrules: [{ id: all, tool: '*', effect: allow }]");

        await kit.Guard.SwitchModeAsync(GuardMode.Enforce, "ann", cancellationToken: TestGuard.Cancellation);

        Assert.False((await kit.CallAsync("Never")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_CannotBeRecorded_SwitchesNothing()
    {
        await using var kit = new TestGuard(Policy);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation));

        kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;
        Assert.False((await kit.CallAsync("Never")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_ManyThreadsAndReloads_AreRecordedAsTheyHappened()
    {
        string[] versions = [Policy, Policy.Replace("gone", "away", StringComparison.Ordinal)];
        await using var kit = new TestGuard(Policy);
        var digest = kit.Guard.PolicyDigest;
        kit.Ledger.Before = async (_, _) => await Task.Yield();
        using var gate = new Barrier(21);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(thread => Task.Run(async () =>
        {
            gate.SignalAndWait();
            for (var i = 0; i < 10; i++)
            {
                GuardMode?[] modes = [GuardMode.Observe, GuardMode.Enforce, null];
                await kit.Guard.SwitchModeAsync(modes[(thread + i) % 3], $"thread {thread}", cancellationToken: TestGuard.Cancellation);
            }
        })).Append(Task.Run(() =>
        {
            gate.SignalAndWait();
            for (var i = 1; i <= 40; i++)
            {
                kit.Reload(versions[i % 2]);
            }
        }, TestGuard.Cancellation)));
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "last", cancellationToken: TestGuard.Cancellation);

        var (mode, switches) = ("enforce", 0);
        foreach (var note in kit.Ledger.Records.Select(record => record.Json()))
        {
            var details = note["details"]!;
            if ((string?)note["kind"] == "policy_changed")
            {
                Assert.Equal((digest, mode), ((string?)details["from"], (string?)details["mode"]));
                digest = (string)details["to"]!;
                continue;
            }

            Assert.Equal((mode, digest), ((string?)details["from"], (string?)details["policy_digest"]));
            mode = (string)details["to"]!;
            switches++;
        }

        Assert.Equal((201, digest, "observe"), (switches, kit.Guard.PolicyDigest, mode));
        Assert.True((await kit.CallAsync("Never")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_WhileOneIsRecorded_WaitsAndSoDoesAReload_ButNotTheWatch()
    {
        var record = new TaskCompletionSource();
        await using var kit = new TestGuard(Policy);
        var judged = await kit.Guard.JudgeAsync(new ToolCall("Never"), TestGuard.Cancellation);
        kit.Ledger.Before = async (_, _) => await record.Task;

        var first = kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation).AsTask();
        var second = kit.Guard.SwitchModeAsync(GuardMode.Enforce, "bob", cancellationToken: TestGuard.Cancellation).AsTask();
        kit.Folder.Write(Policy.Replace("gone", "away", StringComparison.Ordinal));
        var reload = Task.Run(kit.Guard.ReloadPolicies, TestGuard.Cancellation);
        kit.Look(3);
        Assert.Equal("gone", (await kit.Guard.DecideAsync(new ToolCall("Never"), TestGuard.Cancellation)).Code);
        Assert.False(first.IsCompleted || second.IsCompleted || reload.IsCompleted);

        record.SetResult();
        await Task.WhenAll(first, second, reload);
        kit.Look(3);

        Assert.Equal(["ann enforce observe", "bob observe enforce"], kit.Notes("mode_switched").Select(n => $"{n["by"]} {n["from"]} {n["to"]}"));
        Assert.Equal("away", (await kit.CallAsync("Never")).Refusal!.Code);
        Assert.Equal("gone", (await judged.RunAsync(kit.Tool.RunAsync, TestGuard.Cancellation)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_Cancelled_SwitchesNothingAndLetsTheNextOne()
    {
        using var cancelling = new CancellationTokenSource();
        await using var kit = new TestGuard(Policy);
        kit.Ledger.Before = (_, token) => new ValueTask(Task.Delay(Timeout.Infinite, token));

        var cancelled = kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: cancelling.Token).AsTask();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;

        Assert.Equal(GuardMode.Enforce, (await kit.Guard.DecideAsync(new ToolCall("Never"), TestGuard.Cancellation)).Mode);
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "bob", cancellationToken: TestGuard.Cancellation);
        Assert.Equal("bob", (string?)Assert.Single(kit.Notes("mode_switched"))["by"]);
    }

    [Fact]
    [Trait("Requirement", "S2-25")]
    public async Task SwitchMode_ByNobodyOrToWhatPermitsNothing_IsAnError()
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nset: { mode: observe }\nrules: [{ id: never, tool: Never, effect: deny }]");

        await Assert.ThrowsAsync<ArgumentException>(async () => await kit.Guard.SwitchModeAsync(GuardMode.Observe, " ", cancellationToken: TestGuard.Cancellation));
        await Assert.ThrowsAsync<PolicyLoadException>(async () => await kit.Guard.SwitchModeAsync(GuardMode.Enforce, "ann", cancellationToken: TestGuard.Cancellation));
        Assert.Empty(kit.Ledger.Records);
        Assert.True((await kit.CallAsync("Never")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-81")]
    [Trait("Requirement", "S4-85")]
    public async Task ObservedCounts_OfAnObservedSet_AreByRule()
    {
        await using var kit = new TestGuard(Policy);
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);
        foreach (var tool in new[] { "Read", "Never", "Held", "Never", "Nothing", "Drop" })
        {
            await kit.CallAsAnnAsync(tool);
        }

        Assert.Equal(
            [
                new ObservedCount(null, null, Effect.Deny, GuardCodes.NoRule, 1),
                new ObservedCount("p", "held", Effect.RequireApproval, GuardCodes.ApprovalRequired, 1),
                new ObservedCount("p", "never", Effect.Deny, "gone", 2),
            ],
            kit.Guard.PolicyVersions[0].ObservedCounts);
    }

    [Fact]
    [Trait("Requirement", "S4-84")]
    [Trait("Requirement", "S4-86")]
    public async Task ObservedCounts_OfAnObservedRule_AreCountedUntilItIsEnforced()
    {
        var observed = Policy.Replace("code: gone", "code: gone, mode: observe", StringComparison.Ordinal) + "\n  - { id: let, tool: Never, effect: allow }";
        await using var kit = new TestGuard(observed);

        Assert.True((await kit.CallAsync("Never")).Executed);
        kit.Reload(observed.Replace(", mode: observe", "", StringComparison.Ordinal));
        Assert.False((await kit.CallAsync("Never")).Executed);

        Assert.Empty(kit.Guard.PolicyVersions[0].ObservedCounts);
        Assert.Equal(new ObservedCount("p", "never", Effect.Deny, "gone", 1), Assert.Single(kit.Guard.PolicyVersions[1].ObservedCounts));
    }

    [Fact]
    [Trait("Requirement", "S4-80")]
    public async Task Call_ObservedSet_GivesWhatTheToolGivesWithoutAGuard()
    {
        await using var kit = new TestGuard(Policy);
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);

        Prop.ForAll(
            Gen.Elements("Read", "Never", "Held", "Nothing").ToArbitrary(),
            ArbOf<int>(),
            ArbOf<int>(),
            (tool, a, b) => Invoke(kit, tool, a, b) == (long)a + b).QuickCheckThrowOnFailure();
    }

    private static Arbitrary<T> ArbOf<T>() => ArbMap.Default.ArbFor<T>();

    private static long Invoke(TestGuard kit, string tool, int a, int b)
    {
        var call = new ToolCall(tool, new Dictionary<string, object?> { ["a"] = a, ["b"] = b });
        var outcome = kit.Guard.InvokeAsync(call, (args, _) => ValueTask.FromResult<object?>((long)args["a"]! + (long)args["b"]!), TestGuard.Cancellation);
        return (long)outcome.AsTask().GetAwaiter().GetResult().Result!;
    }
}
