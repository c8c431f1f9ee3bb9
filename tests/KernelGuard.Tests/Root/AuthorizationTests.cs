using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Tests.Facts;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>The one-call question: may this agent do this with this resource, now?</summary>
public sealed class AuthorizationTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        facts: { order: { team: string } }
        agents: { bot: { roles: support } }
        roles: { support: { may: [Refund, Ask], where: resource.team == "eu" } }
        tools: { Refund: { resource: { type: order, id: args.order } }, Ask: { resource: { type: order, id: args.order } } }
        rules:
          - { id: refund, tool: Refund, effect: allow }
          - { id: big, tool: Refund, when: has(args.amount) && args.amount > 10, effect: deny, reason: Too much. }
          - { id: ask, tool: Ask, effect: require_approval }
        """;

    [Theory]
    [Trait("Requirement", "S5-03")]
    [Trait("Requirement", "S5-04")]
    [Trait("Requirement", "S5-10")]
    [InlineData("bot", "Refund", "eu-1", null)]
    [InlineData("bot", "Refund", "us-1", "out_of_scope")]
    [InlineData("bot", "Refund", null, "rule_error")]
    [InlineData("bot", "Drop", "eu-1", "not_permitted")]
    [InlineData("bot", "Ask", "eu-1", "approval_required")]
    [InlineData("stranger", "Refund", "eu-1", "unknown_agent")]
    public async Task AuthorizeAsync_AgentActionResource_IsAnswered(string agent, string action, string? resource, string? code)
    {
        await using var kit = Guard();
        using var scope = kit.Guard.BeginScope("s1");

        var answer = await kit.Guard.AuthorizeAsync(agent, action, resource, cancellationToken: TestGuard.Cancellation);

        Assert.Equal((code is null, code, action, resource), (answer.IsPermitted, answer.Code, answer.Action, answer.Resource));
        Assert.Equal(code is null ? "Permitted" : $"Forbidden({action}, {resource ?? "-"}): {code}", answer.ToString());
    }

    [Fact]
    public async Task AuthorizeAsync_WithArguments_JudgesThem()
    {
        await using var kit = Guard();

        var answer = await kit.Guard.AuthorizeAsync(
            "bot", "Refund", "eu-1", new Dictionary<string, object?> { ["amount"] = 50, ["order"] = "us-1" }, TestGuard.Cancellation);

        Assert.Equal((false, "policy_denied", "Too much."), (answer.IsPermitted, answer.Code, answer.Reason));
    }

    [Fact]
    public async Task AuthorizeAsync_Always_RunsNothingAndIsRecordedAsWithdrawn()
    {
        await using var kit = Guard();

        await kit.Guard.AuthorizeAsync("bot", "Refund", "eu-1", cancellationToken: TestGuard.Cancellation);

        Assert.Equal(["decision", "outcome"], kit.Ledger.Records.Select(record => (string?)record.Json()["type"]));
        Assert.Equal("cancelled", (string?)kit.Ledger.Records[1].Json()["outcome"]);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    public async Task AuthorizeAsync_ThrottleThatWaits_AnswersAtOnceAndUsesUpNothing()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: a, tool: T, effect: allow }
              - { id: limit, tool: T, effect: throttle, throttle: { limit: 1, per: 1m, wait: 5m } }
            """);

        Assert.True((await AskAsync()).IsPermitted);
        Assert.True((await AskAsync()).IsPermitted);
        Assert.True((await kit.CallAsync("T")).Executed);
        kit.Clock.Advance(TimeSpan.FromSeconds(20));
        var answer = await AskAsync();

        Assert.Equal(("throttled", DecisionStatus.Throttled, TimeSpan.FromSeconds(40)), (answer.Code, answer.Decision.Status, answer.Decision.RetryAfter));

        // Nobody moves the clock while it is asked: an answer that came had nothing to wait for.
        async Task<Authorization> AskAsync()
        {
            var question = kit.Guard.AuthorizeAsync("bot", "T", cancellationToken: TestGuard.Cancellation);
            Assert.True(question.IsCompleted);
            return await question;
        }
    }

    [Fact]
    public async Task AuthorizeAsync_Refused_IsNotCountedAsARefusal()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            counters: { refused: { tool: T, count: refused, per: 1h } }
            rules:
              - { id: a, tool: T, when: has(args.ok), effect: allow }
              - { id: enough, tool: T, when: counters.refused > 0, effect: deny, code: enough }
            """);

        var answer = await kit.Guard.AuthorizeAsync("bot", "T", cancellationToken: TestGuard.Cancellation);

        Assert.Equal("no_rule", answer.Code);
        Assert.True((await kit.CallAsync("T", """{"ok":1}""")).Executed);
    }

    [Fact]
    public async Task AuthorizeAsync_DecisionCannotBeRecorded_IsForbidden()
    {
        await using var kit = Guard();
        kit.Ledger.Before = (_, _) => throw new LedgerUnavailableException("the disk is full");

        var answer = await kit.Guard.AuthorizeAsync("bot", "Refund", "eu-1", cancellationToken: TestGuard.Cancellation);

        Assert.Equal((false, "evidence_unavailable"), (answer.IsPermitted, answer.Code));
    }

    [Fact]
    public async Task AuthorizeAsync_InAScope_KeepsItsUserAndLeavesItsAgent()
    {
        await using var kit = Guard();
        using var scope = kit.Guard.BeginScope("s1", "other", "ann");

        await kit.Guard.AuthorizeAsync("bot", "Refund", "eu-1", cancellationToken: TestGuard.Cancellation);

        Assert.Equal("ann", (string?)kit.Ledger.Records[0].Json()["user"]!["id"]);
        Assert.Equal("other", kit.Guard.Caller.Agent?.Id);
    }

    private static TestGuard Guard() => new(Policy, options => options.Facts.Use(
        new StubProvider("order", query => StubProvider.Facts(("team", query.Id.Split('-')[0])))));
}
