using System.Diagnostics;
using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Policies;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>Policy files change while the guard is in use.</summary>
public sealed class PolicyReloadTests
{
    private const string Old = "kernelguard: 1\npolicy: p\nrules: [{ id: old, tool: Read, effect: allow }]\n";
    private const string New = "kernelguard: 1\npolicy: p\nrules: [{ id: old, tool: Read, effect: deny, code: gone }, { id: new, tool: Write, effect: allow }]\n";
    private const string Broken = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, efect: allow }]\n";
    private const string Other = "kernelguard: 1\npolicy: q\nrules: [{ id: more, tool: More, effect: allow }]\n";

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task File_Changed_IsInForceOnceItIsStable()
    {
        await using var kit = new TestGuard(Old);
        var before = kit.Guard.PolicyDigest;

        kit.Folder.Write(New);
        kit.Look();
        Assert.Equal(before, kit.Guard.PolicyDigest);
        kit.Look();

        Assert.Equal(PolicyLoader.Load(kit.Folder.Path).Set!.Digest, kit.Guard.PolicyDigest);
        Assert.Equal("gone", (await kit.CallAsync("Read")).Refusal!.Code);
        Assert.True((await kit.CallAsync("Write")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-59")]
    public async Task File_Changed_IsARecordOfWhatChanged()
    {
        await using var kit = new TestGuard([Old, Other]);
        var before = kit.Guard.PolicyDigest;

        kit.Folder.Write(New, Other);
        kit.Look(2);

        var note = Assert.Single(kit.Notes("policy_changed"));
        Assert.Equal((before, kit.Guard.PolicyDigest, "file"), ((string?)note["from"], (string?)note["to"], (string?)note["cause"]));
        Assert.Equal(["p", "q"], Texts(note["policies"]));
        Assert.Equal(["p"], Texts(note["changed_policies"]!["changed"]!["names"]));
        Assert.Equal(["p/new"], Texts(note["changed_rules"]!["added"]!["names"]));
        Assert.Equal(["p/old"], Texts(note["changed_rules"]!["changed"]!["names"]));
        Assert.Equal(0, (int)note["changed_rules"]!["removed"]!["count"]!);
    }

    [Fact]
    public async Task File_OnlyCommentsChanged_IsNoChange()
    {
        await using var kit = new TestGuard(Old);

        kit.Folder.Write("# a comment\r\n" + Old);
        kit.Look(3);

        Assert.Empty(kit.Ledger.Records);
        Assert.Single(kit.Guard.PolicyVersions);
    }

    [Fact]
    public async Task File_StillBeingWritten_IsNotLoaded()
    {
        await using var kit = new TestGuard(Old);
        foreach (var length in new[] { 10, 30, 60 })
        {
            kit.Folder.Write(New[..length]);
            kit.Look();
        }

        kit.Folder.Write(New);
        kit.Look();
        Assert.Null(kit.Guard.Health.PolicyProblem);
        kit.Look();

        Assert.Equal("gone", (await kit.CallAsync("Read")).Refusal!.Code);
        Assert.Empty(kit.Notes("alarm"));
    }

    [Fact]
    [Trait("Requirement", "S4-87")]
    public async Task File_RolledBackAfterTheHostLoadedIt_IsInForceAgain()
    {
        await using var kit = new TestGuard(Old);
        kit.Reload(New);
        Assert.Equal("gone", (await kit.CallAsync("Read")).Refusal!.Code);

        kit.Folder.Write(Old);
        kit.Look(2);

        Assert.True((await kit.CallAsync("Read")).Executed);
    }

    [Fact]
    public async Task Look_FileThatCannotBeReadToItsEnd_IsSeenInTheHealthAndKeepsNoHaltFromBeingSeen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        await using var kit = new TestGuard(Old);
        var pipe = Path.Combine(kit.Folder.Path, "pipe.yaml");
        using var made = Process.Start("mkfifo", [pipe]);
        await made.WaitForExitAsync(TestGuard.Cancellation);
        var hanging = Task.Run(() => kit.Look(), TestGuard.Cancellation);

        // It can be opened once the guard has opened it too.
        var writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write), TestGuard.Cancellation);
        HaltFile.Create(kit.Folder.Path, "stop");
        await Task.Run(() => kit.Clock.Advance(TimeSpan.FromMinutes(1)), TestGuard.Cancellation);
        await Task.Run(() => kit.Look(), TestGuard.Cancellation);

        Assert.Equal("stop", kit.Guard.Health.HaltReason);
        Assert.Contains("may hang", kit.Guard.Health.PolicyProblem!.Explanation, StringComparison.Ordinal);
        await writer.DisposeAsync();
        await hanging;
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task File_ReplacedByRename_IsInForce()
    {
        await using var kit = new TestGuard(Old);
        var file = Path.Combine(kit.Folder.Path, "policy0.yaml");

        await File.WriteAllTextAsync(file + ".tmp", New, TestGuard.Cancellation);
        kit.Look();
        File.Move(file + ".tmp", file, overwrite: true);
        kit.Look(2);

        Assert.Equal("gone", (await kit.CallAsync("Read")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Folder_LinkSwapped_IsInForce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var root = new PolicyFolder();
        string Version(string name, string policy)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root.Path, name)).FullName, "p.yaml"), policy);
            return name;
        }

        // As Kubernetes mounts a config map: files are links through `..data`, which is swapped as a whole.
        var data = Path.Combine(root.Path, "..data");
        Directory.CreateSymbolicLink(data, Version("..v1", Old));
        File.CreateSymbolicLink(Path.Combine(root.Path, "p.yaml"), Path.Combine("..data", "p.yaml"));
        var clock = new ManualClock();
        await using var guard = ToolCallGuard.Create(root.Path, o => o.TimeProvider = clock);
        var before = guard.PolicyDigest;

        var next = Version("..v2", New);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, next);
        clock.Advance(PolicyWatch.Interval);
        clock.Advance(PolicyWatch.Interval);

        Assert.NotEqual(before, guard.PolicyDigest);
        Assert.True(guard.Health.IsHealthy);
    }

    [Theory]
    [InlineData(Broken, "policy0.yaml:3:")]
    [InlineData("", "empty")]
    [InlineData("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, effect: deny }]", "permit nothing")]
    [InlineData(null, "no policy files")]
    [Trait("Requirement", "S4-61")]
    public async Task File_CannotBeUsed_KeepsTheLastGoodAndAlarmsUntilItCan(string? policy, string cause)
    {
        await using var kit = new TestGuard(Old);
        var before = kit.Guard.PolicyDigest;

        kit.Folder.Write(policy is null ? [] : [policy]);
        kit.Look(4);
        Assert.Equal(before, kit.Guard.PolicyDigest);
        Assert.True((await kit.CallAsync("Read")).Executed);
        Assert.Equal(GuardAlarm.PolicyReloadFailed, kit.Guard.Health.PolicyProblem!.Code);
        Assert.Contains(cause, kit.Guard.Health.PolicyProblem.Explanation, StringComparison.Ordinal);
        Assert.Equal(GuardAlarm.PolicyReloadFailed, (string?)Assert.Single(kit.Notes("alarm"))["code"]);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(kit)).Status);

        kit.Folder.Write(Old);
        kit.Look(2);
        Assert.True(kit.Guard.Health.IsHealthy);
        Assert.Equal(GuardAlarm.PolicyReloadFailed, (string?)Assert.Single(kit.Notes("alarm_cleared"))["code"]);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(kit)).Status);
    }

    [Fact]
    [Trait("Requirement", "S4-61")]
    public async Task Folder_Deleted_KeepsTheLastGoodUntilItIsBack()
    {
        await using var kit = new TestGuard(Old);

        Directory.Delete(kit.Folder.Path, recursive: true);
        kit.Look(3);
        Assert.True((await kit.CallAsync("Read")).Executed);
        Assert.Contains("no such file or folder", kit.Guard.Health.PolicyProblem!.Explanation, StringComparison.Ordinal);

        Directory.CreateDirectory(kit.Folder.Path);
        kit.Folder.Write(New);
        kit.Look(2);
        Assert.True(kit.Guard.Health.IsHealthy);
        Assert.Equal("gone", (await kit.CallAsync("Read")).Refusal!.Code);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("set: { mode: enforce }\n", false)]
    [InlineData("set: { policies: [p] }\n", true)]
    [Trait("Requirement", "S4-61")]
    public async Task Policy_Lost_IsAnAlarmUnlessTheSetNamesWhatRemains(string set, bool isAccepted)
    {
        await using var kit = new TestGuard([Old, Other]);

        kit.Folder.Write(Old.Replace("rules:", set + "rules:", StringComparison.Ordinal));
        kit.Look(2);

        Assert.Equal(!isAccepted, (await kit.CallAsync("More")).Executed);
        Assert.Equal(isAccepted ? null : GuardAlarm.PolicyMissing, kit.Guard.Health.PolicyProblem?.Code);
        Assert.Equal(isAccepted ? 1 : 0, kit.Notes("policy_changed").Count);
    }

    [Fact]
    public async Task ReloadPolicies_Fails_ThrowsAndAlarms()
    {
        await using var kit = new TestGuard([Old, Other]);

        Assert.Contains("`q`", Assert.Throws<PolicyLoadException>(() => kit.Reload(Old)).Message, StringComparison.Ordinal);
        Assert.Equal(GuardAlarm.PolicyMissing, kit.Guard.Health.PolicyProblem!.Code);
    }

    [Fact]
    public async Task File_ChangedWithoutReloading_IsNotInForce()
    {
        await using var kit = new TestGuard(Old, o => o.ReloadOnChange = false);

        kit.Folder.Write(New);
        kit.Look(3);

        Assert.True((await kit.CallAsync("Read")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Call_JudgedBeforeAReload_KeepsItsVersion()
    {
        await using var kit = new TestGuard(Old);
        var before = kit.Guard.PolicyDigest;
        var judged = await kit.Guard.JudgeAsync(new ToolCall("Read"), TestGuard.Cancellation);

        kit.Reload(New);
        var outcome = await judged.RunAsync(kit.Tool.RunAsync, TestGuard.Cancellation);

        Assert.True(outcome.Executed);
        Assert.Equal(before, outcome.Decision.PolicyDigest);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Calls_InParallelWithReloads_AreJudgedByOneVersionEach()
    {
        await using var kit = new TestGuard(Old, o => o.Evidence.Use(new CallbackLedger(isDurable: false)));
        string[] digests = [PolicyLoader.Load([new PolicySource("p", Old)]).Set!.Digest, PolicyLoader.Load([new PolicySource("p", New)]).Set!.Digest];
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var decision = (await kit.CallAsync("Read")).Decision;
                Assert.Equal(decision.Code == "gone" ? digests[1] : digests[0], decision.PolicyDigest);
            }
        })).ToArray();

        for (var i = 0; i < 40; i++)
        {
            kit.Reload(i % 2 == 0 ? New : Old);
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(10, kit.Guard.PolicyVersions.Count);
    }

    [Fact]
    [Trait("Requirement", "S3-46")]
    public async Task PolicyVersions_AfterReloads_HaveTheTextOfEachDecision()
    {
        await using var kit = new TestGuard(Old);
        var first = (await kit.CallAsync("Read")).Decision;
        kit.Clock.Advance(TimeSpan.FromHours(1));
        kit.Reload(New);
        var second = (await kit.CallAsync("Read")).Decision;

        var (now, then) = (kit.Guard.PolicyVersions[0], kit.Guard.PolicyVersions[1]);
        Assert.Equal((second.PolicyDigest, first.PolicyDigest), (now.Digest, then.Digest));
        Assert.Equal((New, Old), (Assert.Single(now.Documents).Text, Assert.Single(then.Documents).Text));
        Assert.Equal((now.Since, null), (then.Until, now.Until));
        Assert.Equal(TimeSpan.FromHours(1), now.Since - then.Since);
    }

    [Fact]
    public async Task Dispose_Guard_LeavesNoTimer()
    {
        var kit = new TestGuard(Old);
        Assert.Equal(2, kit.Clock.Timers);

        await kit.DisposeAsync();

        Assert.Equal(0, kit.Clock.Timers);
    }

    private static Task<HealthCheckResult> CheckAsync(TestGuard kit) =>
        new PolicyGuardHealthCheck(kit.Guard).CheckHealthAsync(new HealthCheckContext(), TestGuard.Cancellation);

    private static IEnumerable<string?> Texts(JsonNode? list) => list!.AsArray().Select(item => (string?)item);
}
