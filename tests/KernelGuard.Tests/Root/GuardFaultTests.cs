using System.Text.Json;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Root;

public sealed class GuardFaultTests
{
    private const string Limited = """
        kernelguard: 1
        policy: p
        rules:
          - { id: permit, tool: "T.*", effect: allow }
          - { id: ask, tool: T.Ask, effect: require_approval }
          - { id: limit, tool: "T.*", effect: throttle, throttle: { limit: 1, per: 1h, wait: 1s } }
        """;

    private const string Redacted = """
        kernelguard: 1
        policy: p
        rules:
          - { id: permit, tool: T, effect: allow }
          - { id: hide, tool: T, effect: transform, transform: [{ redact: result.ssn }] }
        """;

    public static TheoryData<int, bool, string> ClockFaults =>
        [.. Enumerable.Range(1, 12).SelectMany(look => new[] { (look, true, "T.Run"), (look, false, "T.Run"), (look, true, "T.Ask"), (look, false, "T.Ask") })];

    public static TheoryData<string> UnreadableResults => ["a disposed text", "a disposed object", "half a pair of surrogates", "a dictionary that throws"];

    [Theory]
    [MemberData(nameof(ClockFaults))]
    [Trait("Requirement", "S1-19")]
    public async Task Call_ClockFails_IsRefusedOrRunsAndReservesNothingElse(int look, bool stays, string tool)
    {
        FailingClock? clock = null;
        await using var kit = new TestGuard(Limited, options => options.TimeProvider = clock = new FailingClock(options.TimeProvider));

        clock!.FailAt(look, stays);
        var outcome = await kit.CallAsAnnAsync(tool);
        clock.Mend();

        Assert.Equal(outcome.Executed, kit.Tool.Count == 1);
        Assert.True(outcome.Executed || outcome.Status is DecisionStatus.GuardError or DecisionStatus.ApprovalPending);
        Assert.Equal(outcome.Executed, !(await kit.CallAsAnnAsync("T.Run")).Executed);
    }

    [Fact]
    public async Task Decide_ClockFails_Denies()
    {
        FailingClock? clock = null;
        await using var kit = new TestGuard(Limited, options => options.TimeProvider = clock = new FailingClock(options.TimeProvider));
        clock!.FailAt(1, stays: true);

        Assert.Equal(GuardCodes.GuardFailure, (await kit.Guard.DecideAsync(new ToolCall("T.Run"), TestGuard.Cancellation)).Code);
    }

    [Fact]
    public async Task Call_TicketCannotBeOpened_IsRefusedRecordedAndGivesBackWhatItUsedUp()
    {
        await using var kit = new TestGuard(Limited);

        // A ticket would expire after the end of time.
        kit.Clock.Advance(DateTimeOffset.MaxValue - kit.Clock.GetUtcNow() - TimeSpan.FromHours(5));
        var outcome = await kit.CallAsAnnAsync("T.Ask");

        Assert.Equal((DecisionStatus.GuardError, GuardCodes.GuardFailure), (outcome.Status, outcome.Refusal!.Code));
        Assert.Empty(kit.Guard.Approvals.List());
        Assert.Equal([EvidenceRecordType.Decision, EvidenceRecordType.Outcome], kit.Ledger.Records.Select(record => record.Type));
        Assert.True((await kit.CallAsAnnAsync("T.Run")).Executed);
    }

    [Theory]
    [MemberData(nameof(UnreadableResults))]
    [Trait("Requirement", "S4-33")]
    public async Task Result_ThatFailsWhenItIsRedacted_IsWithheldAndRecorded(string which)
    {
        await using var kit = new TestGuard(Redacted) { Tool = new SpyTool { Does = (_, _) => ValueTask.FromResult<object?>(Unreadable(which)) } };

        var outcome = await kit.CallAsAnnAsync("T");

        Assert.Equal((true, GuardCodes.ResultWithheld), (outcome.Executed, outcome.Refusal!.Code));
        Assert.Equal(EvidenceRecordType.Outcome, kit.Ledger.Records[^1].Type);
    }

    [Fact]
    public async Task ToolThrows_WhatItThrewIsThrownOn()
    {
        await using var kit = new TestGuard(Redacted) { Tool = new SpyTool { Does = (_, _) => throw new IOException("no disk") } };

        Assert.Equal("no disk", (await Assert.ThrowsAsync<IOException>(() => kit.CallAsAnnAsync("T").AsTask())).Message);
        Assert.Equal("failed", (string?)kit.Ledger.Records[^1].Json()["outcome"]);
    }

    [Fact]
    public async Task LongestApproval_CanBeAnsweredAndUsed()
    {
        await using var kit = new TestGuard(Limited.Replace("require_approval", "require_approval, approval: { within: 10000d, claim_within: 10000d }", StringComparison.Ordinal));

        var ticket = (await kit.CallAsAnnAsync("T.Ask")).TicketId!;

        Assert.Equal(AnswerResult.Approved, await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lee"), cancellationToken: TestGuard.Cancellation));
        Assert.True((await kit.CallAsAnnAsync("T.Ask")).Executed);
    }

    private static object Unreadable(string which)
    {
        switch (which)
        {
            case "half a pair of surrogates":
                return JsonElement.Parse(@"""\ud800""");
            case "a dictionary that throws":
                return new Dictionary<string, object?> { ["rows"] = new ThrowingCollection() };
            default:
                using (var document = JsonDocument.Parse(which == "a disposed text" ? "\"x\"" : "{}"))
                {
                    return document.RootElement;
                }
        }
    }

    private sealed class ThrowingCollection : List<string>, IEnumerable<string>
    {
        IEnumerator<string> IEnumerable<string>.GetEnumerator() => throw new InvalidOperationException("no");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new InvalidOperationException("no");
    }
}
