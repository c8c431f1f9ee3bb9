using KernelGuard.Approvals;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Approvals;

/// <summary>Policy changes between the request for approval and the approved call: the call is judged again.</summary>
public sealed class PolicyChangeTests
{
    private const string Held = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: held, tool: Pay, effect: require_approval, approval: { by: [lead] } }
          - { id: other, tool: Other, effect: allow }
        """;

    private const string Denied = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: never, tool: Pay, effect: deny, code: gone }
          - { id: other, tool: Other, effect: allow }
        """;

    private const string TwoPeople = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: held, tool: Pay, effect: require_approval, approval: { by: [lead], quorum: 2 } }
        """;

    private const string OtherPeople = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: held, tool: Pay, effect: require_approval, approval: { by: [security] } }
        """;

    private const string Free = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: free, tool: Pay, effect: allow }
        """;

    private static readonly Reviewer Lee = new("lee", "lead");

    [Fact]
    [Trait("Requirement", "S3-20")]
    [Trait("Requirement", "S5-11")]
    public async Task Call_ApprovedAndThenDenied_DoesNotRunAndKeepsTheTicket()
    {
        await using var kit = new TestGuard(Held);
        var ticket = await ApprovedAsync(kit);

        kit.Reload(Denied);
        var refused = await kit.CallAsAnnAsync("Pay");
        kit.Reload(Held);
        var ran = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((DecisionStatus.Denied, "gone"), (refused.Status, refused.Refusal!.Code));
        Assert.Equal((true, ticket), (ran.Executed, ran.TicketId));
    }

    [Fact]
    [Trait("Requirement", "S5-11")]
    public async Task Call_ApprovedAndThenMorePeopleAreAsked_WaitsForThem()
    {
        await using var kit = new TestGuard(Held);
        var ticket = await ApprovedAsync(kit);

        kit.Reload(TwoPeople);
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsAnnAsync("Pay")).Status);
        Assert.Equal(AnswerResult.Approved, await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lou", "lead"), cancellationToken: TestGuard.Cancellation));

        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-11")]
    public async Task Call_ApprovedByWhoMayNoLonger_WaitsForSomebodyWhoMay()
    {
        await using var kit = new TestGuard(Held);
        var ticket = await ApprovedAsync(kit);

        kit.Reload(OtherPeople);
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsAnnAsync("Pay")).Status);
        Assert.Equal(kit.Guard.PolicyDigest, kit.Guard.Approvals.Find(ticket)!.PolicyDigest);

        Assert.Equal(AnswerResult.Approved, await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("sam", "security"), cancellationToken: TestGuard.Cancellation));
        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S5-11")]
    public async Task Call_PendingAndThenFree_RunsWithoutTheTicket()
    {
        await using var kit = new TestGuard(Held);
        await kit.CallAsAnnAsync("Pay");

        kit.Reload(Free);
        ToolCallOutcome outcome = await kit.CallAsAnnAsync("Pay");

        Assert.True(outcome.Executed);
        Assert.Null(outcome.TicketId);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Call_UnderWayWhenPolicyChanges_KeepsThePolicyItStartedWith()
    {
        await using var kit = new TestGuard(Free);
        var digest = kit.Guard.PolicyDigest;
        kit.Ledger.Before = (_, _) =>
        {
            kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;
            kit.Reload(Denied);
            return ValueTask.CompletedTask;
        };

        var first = await kit.CallAsAnnAsync("Pay");
        var second = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((true, digest), (first.Executed, first.Decision.PolicyDigest));
        Assert.Equal((false, kit.Guard.PolicyDigest), (second.Executed, second.Decision.PolicyDigest));
    }

    [Theory]
    [InlineData("kernelguard: 1")]
    [InlineData("nonsense")]
    [InlineData("kernelguard: 1\npolicy: pay\nrules:\n  - { id: never, tool: Pay, effect: deny }\n")]
    [Trait("Requirement", "S4-61")]
    public async Task Reload_BrokenPolicy_KeepsTheOneInForce(string broken)
    {
        await using var kit = new TestGuard(Held);
        var digest = kit.Guard.PolicyDigest;

        Assert.Throws<KernelGuard.Policies.PolicyLoadException>(() => kit.Reload(broken));

        Assert.Equal(digest, kit.Guard.PolicyDigest);
        Assert.True((await kit.CallAsync("Other")).Executed);
    }

    private static async Task<string> ApprovedAsync(TestGuard kit)
    {
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        Assert.Equal(AnswerResult.Approved, await kit.Guard.Approvals.ApproveAsync(ticket, Lee, cancellationToken: TestGuard.Cancellation));
        return ticket;
    }
}
