using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tests.Facts;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class CodeRuleTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        facts: { order: { team: string } }
        tools: { Refund: { resource: { type: order, id: args.order } } }
        rules:
          - { id: a, tool: [Pay, Refund], effect: allow }
          - { id: d, tool: Drop, effect: deny }
          - { id: limit, tool: Limited, effect: throttle, throttle: { limit: 50, per: 1m } }
          - { id: l, tool: Limited, effect: allow }
        """;

    private static readonly Func<RuleCall, RuleAnswer> Throws = _ => throw new InvalidOperationException("the password is swordfish");

    // What the rule says of a call that the document permits (Pay), and of one that nothing else permits (Other).
    public static TheoryData<Effect, string, string?, string?> Table => new()
    {
        { Effect.Deny, "match", GuardCodes.PolicyDenied, GuardCodes.PolicyDenied },
        { Effect.Deny, "none", null, GuardCodes.NoRule },
        { Effect.Deny, "error", GuardCodes.RuleError, GuardCodes.RuleError },
        { Effect.Sandbox, "match", GuardCodes.NoSubstitute, GuardCodes.NoSubstitute },
        { Effect.Sandbox, "none", null, GuardCodes.NoRule },
        { Effect.Sandbox, "error", GuardCodes.RuleError, GuardCodes.RuleError },
        { Effect.RequireApproval, "match", GuardCodes.ApprovalRequired, GuardCodes.ApprovalRequired },
        { Effect.RequireApproval, "none", null, GuardCodes.NoRule },
        { Effect.RequireApproval, "error", GuardCodes.RuleError, GuardCodes.RuleError },
        { Effect.LogOnly, "match", null, null },
        { Effect.LogOnly, "none", null, GuardCodes.NoRule },
        { Effect.LogOnly, "error", null, GuardCodes.NoRule },
        { Effect.Allow, "match", null, null },
        { Effect.Allow, "none", null, GuardCodes.NoRule },
        { Effect.Allow, "error", null, GuardCodes.NoRule },
    };

    [Fact]
    public async Task Call_CancelledWhileCodeIsAsked_StopsWaitingAndUsesNothingUp()
    {
        var rule = new StubRule("slow", Effect.Deny, _ => RuleAnswer.NotMatched) { Gate = new TaskCompletionSource().Task };
        await using var kit = Guard(rule);
        using var cancel = new CancellationTokenSource();
        var call = kit.Guard.InvokeAsync(new ToolCall("Limited"), kit.Tool.RunAsync, cancel.Token);
        await rule.Entered;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Call_EachEffectAndOutcome_IsCombinedLikeARuleOfADocument(Effect effect, string says, string? permitted, string? other)
    {
        await using var kit = Guard(new StubRule("r", effect, says switch
        {
            "match" => _ => RuleAnswer.Matched,
            "none" => _ => RuleAnswer.NotMatched,
            _ => Throws,
        }));

        Assert.Equal(permitted, (await kit.CallAsAnnAsync("Pay")).Decision.Code);
        Assert.Equal(other, (await kit.CallAsAnnAsync("Other")).Decision.Code);
    }

    [Theory]
    [InlineData(Effect.Allow)]
    [InlineData(Effect.LogOnly)]
    [InlineData(Effect.Sandbox)]
    public async Task Call_DocumentDenies_NoCodeLiftsIt(Effect effect)
    {
        await using var kit = Guard(new StubRule("r", effect));

        Assert.Equal("d", (await kit.CallAsAnnAsync("Drop")).Decision.Rule!.RuleId);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    public async Task Call_Denied_RefusalAndEvidenceSayWhatTheRuleSaid()
    {
        var answer = RuleAnswer.Matched with { Code = "too_risky", Reason = "The risk is high.", NextStep = "Ask ann.", Alternatives = [new Alternative("Ask")] };
        await using var kit = Guard(new StubRule("risk", Effect.Deny, _ => answer));

        var decision = (await kit.CallAsAnnAsync("Pay")).Decision;

        Assert.Equal(("too_risky", "The risk is high.", "Ask ann."), (decision.Code, decision.Reason, decision.NextStep));
        Assert.Equal(new Alternative("Ask"), Assert.Single(decision.Alternatives));
        Assert.Equal(new RuleReference("code", "risk", Effect.Deny, GuardMode.Enforce), decision.Rule);
        Assert.False(decision.IsUnconditional);
        var record = kit.Ledger.Records[0].Text();
        Assert.Contains("\"policy\":\"code\"", record, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"risk\"", record, StringComparison.Ordinal);
    }

    public static TheoryData<string, Effect, RuleAnswer?> WrongAnswers => new()
    {
        { "it gave no answer", Effect.Deny, null },
        { "its code belongs to the guard", Effect.Deny, RuleAnswer.Matched with { Code = GuardCodes.NoRule } },
        { "its code is no code", Effect.Deny, RuleAnswer.Matched with { Code = "Not A Code" } },
        { "its reason is empty", Effect.Deny, RuleAnswer.Matched with { Reason = " " } },
        { "an alternative is null", Effect.Deny, RuleAnswer.Matched with { Alternatives = [null!] } },
        { "an alternative is null", Effect.Deny, RuleAnswer.Matched with { Alternatives = null! } },
        { "only a rule that denies gives a code", Effect.RequireApproval, RuleAnswer.Matched with { Code = "x" } },
        { "only a rule that requires approval says who approves", Effect.Deny, RuleAnswer.Matched with { Approval = new ApprovalRequirement(null) } },
        { "what it asks of approvers is out of range", Effect.RequireApproval, RuleAnswer.Matched with { Approval = new(null) { Quorum = 0 } } },
        { "a substitute is a tool, a result, or where a result comes from", Effect.Sandbox, RuleAnswer.Matched with { Substitute = new() { HasResult = true, From = ResultSource.Schema } } },
        { "a substitute is a tool, a result, or where a result comes from", Effect.Sandbox, RuleAnswer.Matched with { Substitute = new() { HasResult = true, Tool = "Mock" } } },
        { "only a rule that sandboxes gives a substitute", Effect.Deny, RuleAnswer.Matched with { Substitute = new Substitute() } },
        { "the result that it gives is no JSON", Effect.Sandbox, RuleAnswer.Matched with { Substitute = new() { HasResult = true, Result = double.NaN } } },
        { "the result that it gives is no JSON", Effect.Sandbox, RuleAnswer.Matched with { Substitute = new() { HasResult = true, Result = Stream.Null } } },
        { "the result that it gives is no JSON", Effect.Sandbox, RuleAnswer.Matched with { Substitute = new() { HasResult = true, Result = new object[] { Stream.Null } } } },
        { "an approver is null or empty", Effect.RequireApproval, Asking(new(null) { By = [null!] }) },
        { "what it asks of approvers is out of range", Effect.RequireApproval, Asking(new(null) { Quorum = 101 }) },
        { "what it asks of approvers is out of range", Effect.RequireApproval, Asking(new(null) { Within = TimeSpan.MaxValue }) },
        { "what it asks of approvers is out of range", Effect.RequireApproval, Asking(new(null) { ClaimWithin = TimeSpan.MaxValue }) },
        { "what it asks of approvers is out of range", Effect.RequireApproval, Asking(new(null) { ClaimWithin = TimeSpan.FromDays(-1) }) },
        { "an alternative names no tool", Effect.Deny, RuleAnswer.Matched with { Alternatives = [new Alternative(null!)] } },
        { "it gives more than 20 alternatives", Effect.Deny, RuleAnswer.Matched with { Alternatives = [.. Enumerable.Repeat(new Alternative("T"), 21)] } },
        { "why an alternative helps takes more than 200 characters", Effect.Deny, RuleAnswer.Matched with { Alternatives = [new Alternative("T", new string('x', 201))] } },
    };

    private static RuleAnswer Asking(ApprovalRequirement approval) => RuleAnswer.Matched with { Approval = approval };

    [Theory]
    [InlineData("😀", 499)]
    [InlineData("x", 500)]
    public async Task Call_TextsOfTheAnswerAreLong_AreCutBetweenCharacters(string at499, int length)
    {
        var text = $"{new string('a', 498)}{at499}{new string('b', 5_000)}";
        await using var kit = Guard(new StubRule("r", Effect.Deny, _ => RuleAnswer.Matched with { Reason = text, NextStep = text }));

        var decision = (await kit.CallAsAnnAsync("Pay")).Decision;

        Assert.Equal((length, length), (decision.Reason!.Length, decision.NextStep!.Length));
        Assert.EndsWith(at499 == "x" ? "x…" : "a…", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_TextsOfTheAnswerAreIllFormed_IsRefusedAndRecorded()
    {
        const string Half = "x\ud800";
        await using var kit = Guard(new StubRule(
            "r", Effect.Deny, _ => RuleAnswer.Matched with { Reason = Half, NextStep = Half, Alternatives = [new Alternative(Half, Half)] }));

        Assert.Equal(GuardCodes.PolicyDenied, (await kit.CallAsAnnAsync("Pay")).Refusal!.Code);
        Assert.Equal(2, kit.Ledger.Records.Select(record => record.Text()).Count());
    }

    [Fact]
    public async Task Call_SubstituteIsNeitherToolNorResult_IsRefused()
    {
        await using var kit = Guard(new StubRule("r", Effect.Sandbox, _ => RuleAnswer.Matched with { Substitute = new Substitute() }));

        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsAnnAsync("Pay")).Refusal!.Code);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task Call_AnswerIsWrong_IsRefusedAndEvidenceSaysWhy(string cause, Effect effect, RuleAnswer? answer)
    {
        await using var kit = Guard(new StubRule("r", effect, _ => answer!));

        var decision = (await kit.CallAsAnnAsync("Pay")).Decision;

        Assert.Equal(GuardCodes.RuleError, decision.Code);
        Assert.Equal(cause, decision.Evaluations.Single(e => e.Rule.PolicyId == "code").Error);
    }

    [Fact]
    public async Task Call_RuleThrows_EvidenceHasTheCauseWithoutItsText()
    {
        await using var kit = Guard(new StubRule("r", Effect.Deny, Throws));

        await kit.CallAsAnnAsync("Pay");

        var record = kit.Ledger.Records[0].Text();
        Assert.Contains("`InvalidOperationException` was thrown", record, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", record, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Effect.Deny, GuardCodes.RuleError)]
    [InlineData(Effect.Allow, GuardCodes.NoRule)]
    public async Task Call_RuleNeverAnswers_IsDecidedWhenTimeIsUp(Effect effect, string code)
    {
        var clock = new TimerClock();
        var rule = new StubRule("r", effect) { Gate = new TaskCompletionSource().Task };
        await using var kit = new TestGuard(Policy, options =>
        {
            options.TimeProvider = clock;
            options.Rules.Add(rule);
        });

        var call = kit.CallAsAnnAsync("Other").AsTask();
        await rule.Entered;
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        var decision = (await call).Decision;
        Assert.Equal(code, decision.Code);
        Assert.Equal("no answer within 5 s", decision.Evaluations.Single().Error);
    }

    [Fact]
    public async Task Call_RuleBlocksItsThread_IsDecidedWhenTimeIsUp()
    {
        var clock = new TimerClock();
        using var released = new ManualResetEventSlim();
        var rule = new StubRule("r", Effect.Deny, _ =>
        {
            released.Wait(TestGuard.Cancellation);
            return RuleAnswer.NotMatched;
        });
        await using var kit = new TestGuard(Policy, options =>
        {
            options.TimeProvider = clock;
            options.Rules.Add(rule);
        });

        var call = kit.CallAsAnnAsync("Pay").AsTask();
        await rule.Entered;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(GuardCodes.RuleError, (await call).Decision.Code);
        released.Set();
    }

    [Fact]
    public async Task Call_NeedsApprovalOfCode_IsBoundAndClaimedOnce()
    {
        var requirement = new ApprovalRequirement(null) { By = ["finance-lead"] };
        await using var kit = Guard(new StubRule("r", Effect.RequireApproval, _ => RuleAnswer.Matched with { Approval = requirement }));
        var first = await kit.CallAsAnnAsync("Pay", """{"amount":5}""");
        Assert.Equal("r", Assert.Single(first.Decision.Approvals).Rule!.RuleId);

        await kit.Guard.Approvals.ApproveAsync(first.TicketId!, new Reviewer("intern", ["clerk"]), cancellationToken: TestGuard.Cancellation);
        Assert.False((await kit.CallAsAnnAsync("Pay", """{"amount":5}""")).Executed);
        await kit.Guard.Approvals.ApproveAsync(first.TicketId!, new Reviewer("dana", ["finance-lead"]), cancellationToken: TestGuard.Cancellation);

        Assert.False((await kit.CallAsAnnAsync("Pay", """{"amount":6}""")).Executed);
        Assert.True((await kit.CallAsAnnAsync("Pay", """{"amount":5}""")).Executed);
        Assert.False((await kit.CallAsAnnAsync("Pay", """{"amount":5}""")).Executed);
    }

    [Fact]
    public async Task Call_Sandboxed_GivesTheResultOfTheRule()
    {
        var substitute = new Substitute { HasResult = true, Result = new Dictionary<string, object?> { ["paid"] = 0 } };
        await using var kit = Guard(new StubRule("r", Effect.Sandbox, _ => RuleAnswer.Matched with { Substitute = substitute }));

        var outcome = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((0, Effect.Sandbox), (kit.Tool.Count, outcome.Decision.Effect));
        Assert.Equal("""{"paid":0}""", CanonicalJson.ToText(Assert.IsType<FrozenObject>(outcome.Decision.Substitute!.Result)));
    }

    [Fact]
    public async Task Call_SubstituteIsDeniedByCode_IsRefused()
    {
        await using var kit = Guard(
            new StubRule("s", Effect.Sandbox, _ => RuleAnswer.Matched with { Substitute = new Substitute { Tool = "Mock" } }) { Tools = ["Pay"] },
            new StubRule("m", Effect.Deny) { Tools = ["Mock"] });

        Assert.Equal("m", (await kit.CallAsAnnAsync("Pay")).Decision.Rule!.RuleId);
    }

    [Fact]
    public async Task Call_Observed_RunsAndSaysWhatWouldHaveBeen()
    {
        await using var kit = Guard(new StubRule("r", Effect.Deny) { Mode = GuardMode.Observe });

        var outcome = await kit.CallAsAnnAsync("Pay");

        Assert.True(outcome.Executed);
        Assert.Equal(("r", Effect.Deny), (outcome.Decision.Observed!.Rule!.RuleId, outcome.Decision.Observed.Effect));
    }

    [Fact]
    public async Task Call_SetIsObserved_OnlyCodeThatEnforcesBinds()
    {
        await using var kit = Guard(
            new StubRule("r", Effect.Deny) { Tools = ["Pay"] }, new StubRule("e", Effect.Deny) { Tools = ["Other"], Mode = GuardMode.Enforce });
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);

        Assert.Equal("r", (await kit.CallAsAnnAsync("Pay")).Decision.Observed!.Rule!.RuleId);
        Assert.Equal("e", (await kit.CallAsAnnAsync("Other")).Decision.Rule!.RuleId);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    public async Task Call_HundredInParallelOfALimitedTool_ExactlyFiftyPassAndNoneWaitsBehindCode()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rule = new StubRule("r", Effect.Deny, _ => RuleAnswer.NotMatched) { Gate = gate.Task };
        await using var kit = Guard(rule);

        var calls = Enumerable.Range(0, 100).Select(i => kit.CallAsync("Limited", $$"""{"i":{{i}}}""").AsTask()).ToArray();
        while (Count(rule) < 100)
        {
            await Task.Yield();
        }

        gate.SetResult();
        var outcomes = await Task.WhenAll(calls);

        Assert.Equal((50, 50), (outcomes.Count(outcome => outcome.Executed), kit.Tool.Count));
        Assert.Equal(100, Count(rule));

        static int Count(StubRule rule)
        {
            lock (rule.Asked)
            {
                return rule.Asked.Count;
            }
        }
    }

    [Fact]
    public async Task Call_RuleNamesAFact_ItIsFetched()
    {
        var orders = new StubProvider("order", _ => StubProvider.Facts(("team", "eu")));
        var rule = new StubRule("r", Effect.Deny, call => call.Resource.Text("team") == "us" ? RuleAnswer.Matched : RuleAnswer.NotMatched) { Tools = ["Refund"], Facts = ["resource.team"] };
        await using var kit = new TestGuard(Policy, options =>
        {
            options.Facts.Use(orders);
            options.Rules.Add(rule);
        });

        Assert.True((await kit.CallAsAnnAsync("Refund", """{"order":"o-1"}""")).Executed);
        Assert.Equal(1, orders.Asked);
    }

    [Fact]
    public async Task Call_FactCannotBeHad_FailsOnTheSafeSideAlsoWhenItIsOnlyLookedFor()
    {
        var rule = new StubRule("r", Effect.Deny, call => call.Resource.Has("team") ? RuleAnswer.Matched : RuleAnswer.NotMatched) { Facts = ["resource.team"] };
        await using var kit = Guard(rule);

        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsAnnAsync("Refund", """{"order":"o-1"}""")).Decision.Code);
    }

    [Fact]
    public async Task Rule_SeesWhoActsAndWhen()
    {
        var rule = new StubRule("r", Effect.Deny, _ => RuleAnswer.NotMatched);
        await using var kit = Guard(rule);

        await kit.CallAsAnnAsync("Pay");
        await kit.CallAsAnnAsync("Drop");

        var call = rule.Asked[1];
        Assert.Equal(("Drop", "bot", "ann", "s1", 1), (call.Tool.Name, call.Agent!.Id, call.User!.Id, call.Session, call.Earlier.Calls));
        Assert.Equal(kit.Clock.GetUtcNow(), call.Time);
    }

    private static TestGuard Guard(params IGuardRule[] rules) => new(Policy, options => Array.ForEach(rules, options.Rules.Add));
}
