using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class ThrottleTests
{
    private const string Queries = """
        kernelguard: 1
        policy: p
        rules:
          - { id: reads, tool: Db.Select, effect: allow }
          - { id: limit, tool: Db.Select, effect: throttle, throttle: { limit: 50, per: 1m, by: [agent.id] } }
        """;

    [Fact]
    [Trait("Requirement", "S4-20")]
    [Trait("Requirement", "S4-21")]
    [Trait("Requirement", "S4-22")]
    [Trait("Requirement", "S4-23")]
    public async Task Calls_OverTheLimit_AreThrottledUntilTheFirstLeavesTheWindow()
    {
        await using var kit = new TestGuard(Queries);
        for (var i = 0; i < 50; i++)
        {
            Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
            kit.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = await kit.CallAsAnnAsync("Db.Select");

        Assert.Equal((DecisionStatus.Throttled, "throttled", "limit"), (refused.Status, refused.Refusal!.Code, refused.Decision.Rule!.RuleId));
        Assert.Equal(10, refused.Refusal.RetryAfterSeconds);
        Assert.Contains("\"retry\":\"after\",\"retry_after_seconds\":10", refused.Refusal.ToJson(), StringComparison.Ordinal);

        kit.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False((await kit.CallAsAnnAsync("Db.Select")).Executed);
        kit.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
        Assert.False((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Calls_AHundredAtOnce_ExactlyFiftyPass()
    {
        await using var kit = new TestGuard(Queries);
        using var gate = new Barrier(20);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            gate.SignalAndWait();
            for (var i = 0; i < 5; i++)
            {
                await kit.CallAsAnnAsync("Db.Select");
            }
        })));

        Assert.Equal(50, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Calls_UnderWay_CountToo()
    {
        var release = new TaskCompletionSource();
        await using var kit = new TestGuard(Queries)
        {
            Tool = new SpyTool { Does = async (_, _) => { await release.Task; return "ran"; } },
        };

        var running = Enumerable.Range(0, 60).Select(_ => kit.CallAsAnnAsync("Db.Select").AsTask()).ToList();
        release.SetResult();
        var outcomes = await Task.WhenAll(running);

        Assert.Equal(50, outcomes.Count(outcome => outcome.Executed));
    }

    [Fact]
    [Trait("Requirement", "S4-28")]
    public async Task Calls_OfAnotherKey_HaveALimitOfTheirOwn()
    {
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal));
        await kit.CallAsAnnAsync("Db.Select");

        using (kit.Guard.BeginScope("s2", "other-bot", "ann"))
        {
            Assert.True((await kit.CallAsync("Db.Select")).Executed);
        }

        Assert.False((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-25")]
    public async Task Clock_SetBack_FreesNothing()
    {
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal));
        await kit.CallAsAnnAsync("Db.Select");

        kit.Clock.Advance(TimeSpan.FromHours(-3));
        Assert.False((await kit.CallAsAnnAsync("Db.Select")).Executed);
        kit.Clock.Advance(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(59));
        Assert.False((await kit.CallAsAnnAsync("Db.Select")).Executed);
        kit.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-27")]
    public async Task Cost_SumsExactly_AndRefusesOnlyWhatDoesNotFit()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: Pay, effect: allow }
              - { id: budget, tool: Pay, effect: throttle, code: over_budget, throttle: { limit: 1, per: 1h, cost: double(args.amount) } }
            """);

        for (var i = 0; i < 9; i++)
        {
            Assert.True((await kit.CallAsAnnAsync("Pay", """{"amount":0.1}""")).Executed);
        }

        Assert.Equal("over_budget", (await kit.CallAsAnnAsync("Pay", """{"amount":0.2}""")).Refusal!.Code);
        Assert.True((await kit.CallAsAnnAsync("Pay", """{"amount":0.1}""")).Executed);
        Assert.Null((await kit.CallAsAnnAsync("Pay", """{"amount":1.5}""")).Refusal!.RetryAfterSeconds);
    }

    [Theory]
    [InlineData("per: 1h", null, Retry.Never)]
    [InlineData("per: 1h, by: [args.n]", null, Retry.Never)]
    [InlineData("per: 1h", "user.id == 'ann'", Retry.Never)]
    [InlineData("per: 1h", "args.n > 5", Retry.WithChanges)]
    [InlineData("per: 1h, cost: int(args.n)", null, Retry.WithChanges)]
    public async Task Limit_OfNothing_SaysWhetherOtherArgumentsHelp(string throttle, string? when, Retry retry)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            combine: first_match
            rules:
              - { id: none, tool: A, effect: throttle, throttle: { limit: 0, {{throttle}} }{{(when is null ? "" : $", when: \"{when}\"")}} }
              - { id: some, tool: A, when: args.n > 0, effect: allow }
            """);

        var refusal = (await kit.CallAsAnnAsync("A", """{"n":9}""")).Refusal!;

        Assert.Equal((DecisionStatus.Throttled, retry), (refusal.Status, refusal.Retry));
    }

    [Theory]
    [InlineData("1e-30", false)]
    [InlineData("1.5e-28", false)]
    [InlineData("1.2345678901234567e-15", false)]
    [InlineData("1e-28", true)]
    [InlineData("0.30000000000000004", true)]
    [InlineData("999999999999999.9", true)]
    [InlineData("0", true)]
    public async Task Cost_ThatNoDecimalHolds_RefusesAndIsNotRoundedToNothing(string amount, bool isCounted)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: Pay, effect: allow }
              - { id: budget, tool: Pay, effect: throttle, throttle: { limit: 1000000000000000, per: 1h, cost: double(args.amount) } }
            """);

        Assert.Equal(isCounted ? null : GuardCodes.RuleError, (await kit.CallAsAnnAsync("Pay", $$"""{"amount":{{amount}}}""")).Refusal?.Code);
    }

    [Theory]
    [InlineData("""{"amount":-1}""")]
    [InlineData("""{"amount":"5"}""")]
    [InlineData("""{"amount":null}""")]
    [InlineData("{}")]
    [Trait("Requirement", "S2-03")]
    public async Task Cost_ThatCannotBeCounted_Refuses(string arguments)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: Pay, effect: allow }
              - { id: budget, tool: Pay, effect: throttle, throttle: { limit: 1, per: 1h, cost: double(args.amount) } }
            """);

        Assert.Equal("rule_error", (await kit.CallAsAnnAsync("Pay", arguments)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Key_ThatNobodyGave_Refuses()
    {
        await using var kit = new TestGuard(Queries);

        Assert.Equal("rule_error", (await kit.CallAsync("Db.Select")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-20")]
    public async Task CallsThatDoNotRun_UseNothingUp()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: ask, tool: Pay, when: args.n == 1, effect: require_approval }
              - { id: mock, tool: Pay, when: args.n == 2, effect: sandbox, sandbox: { result: 1 } }
              - { id: deny, tool: Pay, when: args.n == 3, effect: deny }
              - { id: run, tool: Pay, when: args.n == 4, effect: allow }
              - { id: limit, tool: Pay, effect: throttle, throttle: { limit: 1, per: 1h } }
            """);

        foreach (var n in new[] { 1, 2, 3, 5 })
        {
            await kit.CallAsAnnAsync("Pay", $$"""{"n":{{n}}}""");
        }

        Assert.True((await kit.CallAsAnnAsync("Pay", """{"n":4}""")).Executed);
        Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsAnnAsync("Pay", """{"n":4}""")).Status);
    }

    [Fact]
    [Trait("Requirement", "S4-20")]
    public async Task ApprovedCall_UsesUpWhenItRuns()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: ask, tool: Pay, effect: require_approval }
              - { id: limit, tool: Pay, effect: throttle, throttle: { limit: 1, per: 1h } }
            """);
        var ticket = (await kit.CallAsAnnAsync("Pay")).TicketId!;
        await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lee"), cancellationToken: TestGuard.Cancellation);

        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
        Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsAnnAsync("Pay")).Status);
    }

    [Theory]
    [InlineData("entered", false)]
    [InlineData("succeeded", true)]
    public async Task CallThatFailed_IsGivenBackOnlyWhereSuccessCounts(string count, bool secondRuns)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: Pay, effect: allow }
              - { id: limit, tool: Pay, effect: throttle, throttle: { limit: 1, per: 1h, count: {{count}} } }
            """)
        {
            Tool = new SpyTool { Does = (_, _) => throw new InvalidOperationException("broken") },
        };

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kit.CallAsAnnAsync("Pay"));
        if (secondRuns)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await kit.CallAsAnnAsync("Pay"));
        }
        else
        {
            Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsAnnAsync("Pay")).Status);
        }
    }

    [Fact]
    [Trait("Requirement", "S2-18")]
    public async Task CallThatCannotBeRecorded_GivesBackWhatWasReserved()
    {
        var fails = true;
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal));
        kit.Ledger.Before = (_, _) => fails ? throw new LedgerUnavailableException("full") : ValueTask.CompletedTask;
        Assert.Equal("evidence_unavailable", (await kit.CallAsAnnAsync("Db.Select")).Refusal!.Code);

        fails = false;

        Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Fact]
    public async Task CallThatIsWithdrawn_GivesBackWhatWasReserved()
    {
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal));
        using (kit.Guard.BeginScope("s1", "bot", "ann"))
        {
            var judged = await kit.Guard.JudgeAsync(new ToolCall("Db.Select"), TestGuard.Cancellation);
            Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsync("Db.Select")).Status);
            await judged.WithdrawAsync();
        }

        Assert.True((await kit.CallAsAnnAsync("Db.Select")).Executed);
    }

    [Theory]
    [InlineData("per: 1m, cost: int(args.x)")]
    [InlineData("per: 1m, count: succeeded")]
    [InlineData("per: 1m, by: [user.id]")]
    public async Task Reload_OfALimitThatMeansSomethingElse_BeginsAtNothing(string meaning)
    {
        const string Once = """
            kernelguard: 1
            policy: once
            rules:
              - { id: all, tool: A, effect: allow }
              - { id: once, tool: A, effect: throttle, throttle: { limit: 1, per: 1m } }
            """;
        await using var kit = new TestGuard(Once);
        Assert.Equal(DecisionStatus.Permitted, (await kit.CallAsAnnAsync("A", """{"x":1}""")).Status);
        Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsAnnAsync("A", """{"x":1}""")).Status);

        kit.Reload(Once.Replace("per: 1m", meaning, StringComparison.Ordinal));

        Assert.Equal(DecisionStatus.Permitted, (await kit.CallAsAnnAsync("A", """{"x":1}""")).Status);
        Assert.Equal(DecisionStatus.Throttled, (await kit.CallAsAnnAsync("A", """{"x":1}""")).Status);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Reload_KeepsWhatWasUsedUp()
    {
        var once = Queries.Replace("50", "1", StringComparison.Ordinal);
        await using var kit = new TestGuard(once);
        await kit.CallAsAnnAsync("Db.Select");

        kit.Reload(once.Replace("per: 1m", "per: 2m", StringComparison.Ordinal));
        kit.Clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(30, (await kit.CallAsAnnAsync("Db.Select")).Refusal!.RetryAfterSeconds);
    }

    [Fact]
    [Trait("Requirement", "S4-29")]
    public async Task Wait_LongEnough_HoldsTheCallUntilThereIsRoom()
    {
        await using var kit = new TestGuard(Queries.Replace("limit: 50, per: 1m", "limit: 1, per: 10s, wait: 10s", StringComparison.Ordinal));
        await kit.CallAsAnnAsync("Db.Select");

        var held = kit.CallAsAnnAsync("Db.Select").AsTask();
        Assert.Equal(1, kit.Tool.Count);
        kit.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await held).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-29")]
    public async Task Wait_TooShort_RefusesAtOnce()
    {
        await using var kit = new TestGuard(Queries.Replace("limit: 50, per: 1m", "limit: 1, per: 10s, wait: 9s", StringComparison.Ordinal));
        await kit.CallAsAnnAsync("Db.Select");

        Assert.Equal(10, (await kit.CallAsAnnAsync("Db.Select")).Refusal!.RetryAfterSeconds);
    }

    [Fact]
    [Trait("Requirement", "S1-27")]
    public async Task ObservedThrottle_LetsRunAndCountsWhatItWouldHaveRefused()
    {
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal).Replace("effect: throttle", "mode: observe, effect: throttle", StringComparison.Ordinal));
        Assert.Null((await kit.CallAsAnnAsync("Db.Select")).Decision.Observed);

        var second = await kit.CallAsAnnAsync("Db.Select");

        Assert.True(second.Executed);
        Assert.Equal((Effect.Deny, "throttled", "limit"), (second.Decision.Observed!.Effect, second.Decision.Observed.Code, second.Decision.Observed.Rule!.RuleId));
    }

    [Fact]
    public async Task Decide_DoesNotUseUp()
    {
        await using var kit = new TestGuard(Queries.Replace("50", "1", StringComparison.Ordinal));
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(DecisionStatus.Permitted, (await kit.Guard.DecideAsync(new ToolCall("Db.Select"), TestGuard.Cancellation)).Status);
        }
    }
}
