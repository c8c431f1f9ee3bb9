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
