using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Approvals;

public sealed class ApprovalTests
{
    private const string Policy = """
        kernelguard: 1
        policy: pay
        rules:
          - { id: one, tool: Pay, effect: require_approval, approval: { by: [lead, zoe], within: 4h, claim_within: 1h }, reason: Somebody looks at payments. }
          - { id: two, tool: Wire, effect: require_approval, approval: { by: [lead], quorum: 2 } }
          - { id: same, tool: Gift, effect: require_approval, approval: { quorum: 2, same_person: true } }
          - { id: money, tool: Both, effect: require_approval, approval: { by: [lead] } }
          - { id: safety, tool: Both, effect: require_approval, approval: { by: [security] } }
        """;

    private static readonly Reviewer Lee = new("lee", "lead");
    private static readonly Reviewer Lou = new("lou", "lead");
    private static readonly Reviewer Sam = new("sam", "security");

    [Fact]
    [Trait("Requirement", "S4-37")]
    [Trait("Requirement", "S5-32")]
    public async Task Call_NeedsApproval_OpensOneTicketThatShowsTheExactCall()
    {
        await using var kit = new TestGuard(Policy);

        var first = await kit.CallAsAnnAsync("Pay", """{"to":"x","amount":5}""");
        var again = await kit.CallAsAnnAsync("Pay", """{"amount":5.0,"to":"x"}""");

        var ticket = Assert.Single(kit.Guard.Approvals.List());
        Assert.Equal((ticket.Id, ticket.Id), (first.TicketId, again.TicketId));
        Assert.Equal(("Pay", "x", 5L), (ticket.Tool, ticket.Arguments["to"], ticket.Arguments["amount"]));
        Assert.Equal(("s1", "bot", "ann"), (ticket.Caller.Session, ticket.Caller.Agent!.Id, ticket.Caller.User!.Id));
        Assert.Equal("Somebody looks at payments.", ticket.Reason);
        Assert.Equal(kit.Guard.PolicyDigest, ticket.PolicyDigest);
        Assert.Equal(TimeSpan.FromHours(4), ticket.ExpiresAt - ticket.OpenedAt);
        Assert.Equal(Retry.AfterApproval, first.Refusal!.Retry);
    }

    [Theory]
    [InlineData("Pay", """{"amount":6}""", "s1", "bot", "ann")]
    [InlineData("Pay", """{"amount":"5"}""", "s1", "bot", "ann")]
    [InlineData("Pay", """{"amount":5,"memo":null}""", "s1", "bot", "ann")]
    [InlineData("Pay", """{"amount":5}""", "s2", "bot", "ann")]
    [InlineData("Pay", """{"amount":5}""", "s1", "bot2", "ann")]
    [InlineData("Pay", """{"amount":5}""", "s1", "bot", "bob")]
    [InlineData("Wire", """{"amount":5}""", "s1", "bot", "ann")]
    [Trait("Requirement", "S1-04")]
    public async Task Call_OtherThanTheApprovedOne_NeedsItsOwnApproval(string tool, string arguments, string session, string agent, string user)
    {
        await using var kit = new TestGuard(Policy);
        await ApprovedAsync(kit, "Pay", """{"amount":5}""", Lee);

        using (kit.Guard.BeginScope(session, agent, user))
        {
            Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsync(tool, arguments)).Status);
        }

        Assert.Equal(0, kit.Tool.Count);
        Assert.True((await kit.CallAsAnnAsync("Pay", """{"amount":5}""")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-43")]
    [Trait("Requirement", "S5-19")]
    public async Task Call_Rejected_StaysRejectedAndOpensNoNewTicket()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        Assert.Equal(AnswerResult.Rejected, await kit.Guard.Approvals.RejectAsync(ticket, Lee, "not\nthis `one`", TestGuard.Cancellation));

        for (var i = 0; i < 3; i++)
        {
            var outcome = await kit.CallAsAnnAsync("Pay");
            Assert.Equal((DecisionStatus.ApprovalRejected, GuardCodes.ApprovalRejected), (outcome.Status, outcome.Refusal!.Code));
            Assert.Contains(@"`not\u000Athis \u0060one\u0060`", outcome.Refusal.Message, StringComparison.Ordinal);
        }

        Assert.Single(kit.Guard.Approvals.List());
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S4-48")]
    public async Task Call_NobodyAnswersInTime_ExpiresOnceAndMayAskAnew()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        kit.Clock.Advance(TimeSpan.FromHours(4));

        Assert.Equal(TicketStatus.Expired, kit.Guard.Approvals.Find(ticket)!.Status);
        Assert.Equal(AnswerResult.Expired, await ApproveAsync(kit, ticket, Lee));
        var told = await kit.CallAsAnnAsync("Pay");
        var anew = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((DecisionStatus.ApprovalExpired, GuardCodes.ApprovalExpired), (told.Status, told.Refusal!.Code));
        Assert.Equal(DecisionStatus.ApprovalPending, anew.Status);
        Assert.NotEqual(ticket, anew.TicketId);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [Trait("Requirement", "S4-48")]
    public async Task Call_ApprovedAndClaimedAtTheEdge_RunsOnlyBefore(int ticksAfter, bool runs)
    {
        await using var kit = new TestGuard(Policy);
        await ApprovedAsync(kit, "Pay", "{}", Lee);
        kit.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromTicks(ticksAfter));

        Assert.Equal(runs, (await kit.CallAsAnnAsync("Pay")).Executed);
        Assert.Equal(runs ? 1 : 0, kit.Tool.Count);
    }

    [Theory]
    [InlineData("ann", "lead", AnswerResult.ReviewerIsRequester)]
    [InlineData("ANN", "lead", AnswerResult.ReviewerIsRequester)]
    [InlineData("bot", "lead", AnswerResult.ReviewerIsRequester)]
    [InlineData("sam", "security", AnswerResult.ReviewerNotEligible)]
    [InlineData("sam", "Lead", AnswerResult.ReviewerNotEligible)]
    [InlineData("zoe", "security", AnswerResult.Approved)]
    [InlineData("lee", "lead", AnswerResult.Approved)]
    [Trait("Requirement", "S4-38")]
    [Trait("Requirement", "S4-44")]
    public async Task Approve_ByAnyone_CountsOnlyIfTheyMay(string id, string role, AnswerResult expected)
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;

        Assert.Equal(expected, await ApproveAsync(kit, ticket, new Reviewer(id, role)));
        Assert.Equal(expected == AnswerResult.Approved, (await kit.CallAsAnnAsync("Pay")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-38")]
    public async Task Approve_QuorumOfTwo_NeedsTwoPeople()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Wire")).TicketId!;

        Assert.Equal(AnswerResult.MoreAnswersNeeded, await ApproveAsync(kit, ticket, Lee));
        Assert.Equal(AnswerResult.AlreadyAnswered, await ApproveAsync(kit, ticket, new Reviewer("LEE", "lead")));
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsAnnAsync("Wire")).Status);
        Assert.Equal(AnswerResult.Approved, await ApproveAsync(kit, ticket, Lou));
        Assert.True((await kit.CallAsAnnAsync("Wire")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-38")]
    public async Task Approve_SamePersonAllowed_MayAnswerTwice()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Gift")).TicketId!;

        Assert.Equal(AnswerResult.MoreAnswersNeeded, await ApproveAsync(kit, ticket, Lee));
        Assert.Equal(AnswerResult.Approved, await ApproveAsync(kit, ticket, Lee));
    }

    [Fact]
    [Trait("Requirement", "S4-38")]
    public async Task Approve_SeveralRulesAsk_EachMustBeSatisfied()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Both")).TicketId!;

        Assert.Equal(AnswerResult.MoreAnswersNeeded, await ApproveAsync(kit, ticket, Lee));
        Assert.Equal(AnswerResult.MoreAnswersNeeded, await ApproveAsync(kit, ticket, Lou));
        Assert.Equal(AnswerResult.Approved, await ApproveAsync(kit, ticket, Sam));
    }

    [Fact]
    [Trait("Requirement", "S4-43")]
    public async Task Reject_AfterOneOfTwoAgreed_RefusesTheCall()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Wire")).TicketId!;
        await ApproveAsync(kit, ticket, Lee);

        Assert.Equal(AnswerResult.Rejected, await kit.Guard.Approvals.RejectAsync(ticket, Lou, cancellationToken: TestGuard.Cancellation));
        Assert.Equal(AnswerResult.NotPending, await ApproveAsync(kit, ticket, new Reviewer("liz", "lead")));
    }

    [Fact]
    [Trait("Requirement", "S4-44")]
    public async Task Answer_UnknownOrUsedTicket_IsNoAnswer()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = await ApprovedAsync(kit, "Pay", "{}", Lee);
        await kit.CallAsAnnAsync("Pay");

        Assert.Equal(AnswerResult.NotFound, await ApproveAsync(kit, "none", Lee));
        Assert.Equal(AnswerResult.NotPending, await ApproveAsync(kit, ticket, Lou));
        Assert.Equal(TicketStatus.Used, kit.Guard.Approvals.Find(ticket)!.Status);
    }

    [Fact]
    [Trait("Requirement", "S4-44")]
    [Trait("Requirement", "S3-39")]
    public async Task Answer_Given_IsRecordedWithReviewerBeforeItCounts()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        await ApproveAsync(kit, ticket, Lee);

        var note = kit.Ledger.Records[^1].Text();
        Assert.Contains("approval_answer", note, StringComparison.Ordinal);
        Assert.Contains(ticket, note, StringComparison.Ordinal);
        Assert.Contains("\"lee\"", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDFFF)]
    [InlineData(0)]
    [InlineData(0x202E)]
    [Trait("Requirement", "S4-44")]
    public async Task Answer_CommentIsNoCleanText_CountsAndIsRecorded(int character)
    {
        // Given as a number: half a pair does not survive in an attribute.
        var comment = $"no{(char)character}";
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;

        Assert.Equal(AnswerResult.Rejected, await kit.Guard.Approvals.RejectAsync(ticket, Lee, comment, TestGuard.Cancellation));

        Assert.Contains("approval_answer", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
        Assert.Equal(DecisionStatus.ApprovalRejected, (await kit.CallAsAnnAsync("Pay")).Status);
    }

    [Fact]
    [Trait("Requirement", "S4-44")]
    public async Task Answer_CommentIsEndless_CountsAndIsRecorded()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;

        Assert.Equal(AnswerResult.Approved, await kit.Guard.Approvals.ApproveAsync(ticket, Lee, new string('x', 2_000_000), TestGuard.Cancellation));

        Assert.Contains("approval_answer", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Answer_CannotBeRecorded_DoesNotCount()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        Assert.Equal(AnswerResult.EvidenceUnavailable, await ApproveAsync(kit, ticket, Lee));
        Assert.Equal(TicketStatus.Pending, kit.Guard.Approvals.Find(ticket)!.Status);
    }

    [Fact]
    [Trait("Requirement", "S5-31")]
    public async Task Call_ManyDifferentPendingCalls_AreBoundedPerSession()
    {
        await using var kit = new TestGuard(Policy, options => options.Approvals.MaxOpenTicketsPerSession = 3);
        for (var i = 0; i < 3; i++)
        {
            await kit.CallAsAnnAsync("Pay", $$"""{"amount":{{i}}}""");
        }

        var fourth = await kit.CallAsAnnAsync("Pay", """{"amount":3}""");
        Assert.Equal((DecisionStatus.Denied, GuardCodes.TooManyPending), (fourth.Status, fourth.Refusal!.Code));
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsAnnAsync("Pay", """{"amount":2}""")).Status);
        using (kit.Guard.BeginScope("s2", "bot", "ann"))
        {
            Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsync("Pay", """{"amount":3}""")).Status);
        }

        kit.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsAnnAsync("Pay", """{"amount":3}""")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithAnArgumentThatIsNoJson_CannotBeApproved(bool nested)
    {
        await using var kit = new TestGuard(Policy);
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");
        object value = nested ? new List<object> { new Uri("https://example.com"), new MemoryStream() } : new MemoryStream();

        var refused = await kit.CallAsync(new ToolCall("Pay", new Dictionary<string, object?> { ["order"] = value }));

        Assert.Equal((DecisionStatus.Denied, GuardCodes.NotApprovable, Retry.Never), (refused.Status, refused.Refusal!.Code, refused.Refusal.Retry));
        Assert.Empty(kit.Guard.Approvals.List());
    }

    [Fact]
    [Trait("Requirement", "S3-18")]
    public async Task Call_NeitherSessionNorUser_IsRefusedUnlessTheHostAllowsIt()
    {
        await using var bound = new TestGuard(Policy);
        await using var unbound = new TestGuard(Policy, options => options.Approvals.AllowUnbound = true);

        var refused = await bound.CallAsync("Pay");
        Assert.Equal((DecisionStatus.Denied, GuardCodes.NoCaller), (refused.Status, refused.Refusal!.Code));
        Assert.Equal(Retry.Never, refused.Refusal.Retry);
        Assert.Empty(bound.Guard.Approvals.List());
        Assert.Equal(DecisionStatus.ApprovalPending, (await unbound.CallAsync("Pay")).Status);
    }

    [Theory]
    [InlineData("365d")]
    [InlineData("3000000d")]
    [InlineData("10000000d")]
    [Trait("Requirement", "S2-03")]
    public async Task Call_WaitsForever_IsHeldOrThePolicyDoesNotLoad(string within)
    {
        var policy = $"kernelguard: 1\npolicy: p\nrules: [{{ id: h, tool: Pay, effect: require_approval, approval: {{ within: {within}, claim_within: {within} }} }}]";
        if (PolicyLoader.Load([new PolicySource("p.yaml", policy)]).Set is null)
        {
            Assert.NotEqual("365d", within);
            return;
        }

        await using var kit = new TestGuard(policy);
        await ApprovedAsync(kit, "Pay", "{}", Lee);
        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Approve_ManyReviewersAtOnce_CountsEachOnce()
    {
        await using var kit = new TestGuard(Policy);
        var ticket = (await kit.CallAsAnnAsync("Wire")).TicketId!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => ApproveAsync(kit, ticket, i % 2 == 0 ? Lee : Lou))));

        Assert.Single(answers, AnswerResult.Approved);
        Assert.Single(answers, AnswerResult.MoreAnswersNeeded);
        Assert.Equal(2, kit.Guard.Approvals.Find(ticket)!.Answers.Length);
    }

    private static Task<AnswerResult> ApproveAsync(TestGuard kit, string ticket, Reviewer reviewer) =>
        kit.Guard.Approvals.ApproveAsync(ticket, reviewer, cancellationToken: TestGuard.Cancellation).AsTask();

    private static async Task<string> ApprovedAsync(TestGuard kit, string tool, string arguments, Reviewer reviewer)
    {
        var ticket = (await kit.CallAsAnnAsync(tool, arguments)).TicketId!;
        Assert.Equal(AnswerResult.Approved, await ApproveAsync(kit, ticket, reviewer));
        return ticket;
    }
}
