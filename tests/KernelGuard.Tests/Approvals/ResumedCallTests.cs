using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Approvals;

/// <summary>Calls that name the ticket with which they stand or fall, and calls that only open theirs.</summary>
public sealed class ResumedCallTests
{
    private const string Policy = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: held, tool: Pay, effect: require_approval, approval: { by: [lead] } }
          - { id: free, tool: Read, effect: allow }
        """;

    private static readonly Reviewer Lee = new("lee", "lead");

    [Fact]
    [Trait("Requirement", "S4-42")]
    [Trait("Requirement", "S1-04")]
    public async Task Call_WithItsTicket_RunsOnce()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = await OpenAsync(kit);
        Assert.Equal(DecisionStatus.ApprovalPending, (await ResumeAsync(kit, ticket)).Status);
        await ApproveAsync(kit, ticket);

        var ran = await ResumeAsync(kit, ticket);
        var again = await ResumeAsync(kit, ticket);

        Assert.Equal((true, ticket), (ran.Executed, ran.TicketId));
        Assert.Equal((DecisionStatus.Denied, GuardCodes.ApprovalMismatch, Retry.AfterApproval), (again.Status, again.Refusal!.Code, again.Refusal.Retry));
        Assert.Equal(1, kit.Tool.Count);
        Assert.Single(kit.Guard.Approvals.List());
    }

    [Theory]
    [InlineData("Pay", """{"amount":6}""", "s1")]
    [InlineData("Pay", """{"amount":5}""", "s2")]
    [InlineData("Read", """{"amount":5}""", "s1")]
    [Trait("Requirement", "S1-04")]
    public async Task Call_WithAnotherCallsTicket_DoesNotRun(string tool, string arguments, string session)
    {
        await using var kit = new TestGuard(Policy);
        var ticket = await OpenAsync(kit);
        await ApproveAsync(kit, ticket);

        using (kit.Guard.BeginScope(session, "bot", "ann"))
        {
            var call = new ToolCall(tool) { ArgumentsJson = arguments, TicketId = ticket };
            Assert.False(kit.Guard.IsTicketOf(ticket, call));
            Assert.Equal(GuardCodes.ApprovalMismatch, (await kit.CallAsync(call)).Refusal!.Code);
        }

        Assert.Equal(0, kit.Tool.Count);
        Assert.Equal(TicketStatus.Approved, kit.Guard.Approvals.Find(ticket)!.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "S4-43")]
    public async Task Call_WhosePolicyPermitsMeanwhile_StillNeedsItsTicket(bool approved)
    {
        await using var kit = new TestGuard(Policy);
        var ticket = await OpenAsync(kit);
        kit.Reload("kernelguard: 1\npolicy: pay\nrules: [{ id: free, tool: Pay, effect: allow }]");
        Assert.Equal(DecisionStatus.ApprovalPending, (await ResumeAsync(kit, ticket)).Status);

        await (approved ? ApproveAsync(kit, ticket) : kit.Guard.Approvals.RejectAsync(ticket, Lee, cancellationToken: TestGuard.Cancellation).AsTask());
        var outcome = await ResumeAsync(kit, ticket);

        Assert.Equal(approved, outcome.Executed);
        Assert.Equal(approved ? TicketStatus.Used : TicketStatus.Rejected, kit.Guard.Approvals.Find(ticket)!.Status);
    }

    [Fact]
    [Trait("Requirement", "S4-37")]
    public async Task Hold_CallThatNeedsApproval_OpensItsTicketAndLeavesAnApprovalUnused()
    {
        await using var kit = new TestGuard(Policy);
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");

        var ticket = await HoldAsync("Pay");
        Assert.Equal(ticket, await HoldAsync("Pay"));
        await ApproveAsync(kit, ticket!);
        Assert.Null(await HoldAsync("Pay"));
        Assert.Null(await HoldAsync("Read"));
        Assert.Null(await HoldAsync("Forbidden"));

        Assert.Equal(TicketStatus.Approved, Assert.Single(kit.Guard.Approvals.List()).Status);
        Assert.Equal(0, kit.Tool.Count);

        async Task<string?> HoldAsync(string tool) =>
            await (await kit.Guard.JudgeAsync(new ToolCall(tool), TestGuard.Cancellation)).HoldAsync(TestGuard.Cancellation);
    }

    [Fact]
    [Trait("Requirement", "S4-38")]
    public async Task CurrentReviewer_InNestedScopes_IsTheInnermostAndNobodyAfterTheEnd()
    {
        await using var kit = new TestGuard(Policy, options => options.Approvals.Native.Reviewer = () => Lee);
        var lou = new Reviewer("lou");
        var max = new Reviewer("max");
        Assert.Same(Lee, kit.Guard.Approvals.CurrentReviewer);

        var outer = kit.Guard.BeginReviewScope(lou);
        using (kit.Guard.BeginReviewScope(max))
        {
            Assert.Same(max, kit.Guard.Approvals.CurrentReviewer);
        }

        Assert.Same(lou, kit.Guard.Approvals.CurrentReviewer);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outlives = Task.Run(
            async () =>
            {
                await ended.Task;
                return kit.Guard.Approvals.CurrentReviewer;
            },
            TestGuard.Cancellation);
        outer.Dispose();
        outer.Dispose();
        ended.SetResult();

        Assert.Null(await outlives);
        Assert.Same(Lee, kit.Guard.Approvals.CurrentReviewer);
    }

    private static async Task<string> OpenAsync(TestGuard kit) => (await kit.CallAsAnnAsync("Pay", """{"amount":5}""")).TicketId!;

    private static Task<AnswerResult> ApproveAsync(TestGuard kit, string ticket) =>
        kit.Guard.Approvals.ApproveAsync(ticket, Lee, cancellationToken: TestGuard.Cancellation).AsTask();

    private static async Task<ToolCallOutcome> ResumeAsync(TestGuard kit, string ticket)
    {
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");
        return await kit.CallAsync(new ToolCall("Pay") { ArgumentsJson = """{"amount":5}""", TicketId = ticket });
    }
}
