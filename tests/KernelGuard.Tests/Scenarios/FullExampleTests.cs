using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Facts;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Scenarios;

/// <summary>One policy with every part of the language, and what it says to calls: roles, facts, counters, throttles, labels, transforms, approvals.</summary>
public sealed class FullExampleTests
{
    private static readonly UserIdentity Ann = new("ann", attributes: new Dictionary<string, object?> { ["team"] = "north" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":99.99,"currency":"USD"}""", "permitted", null, "small")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":100,"currency":"USD"}""", "approval_pending", "approval_required", "medium")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":500,"currency":"USD"}""", "approval_pending", "approval_required", "medium")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":500.01,"currency":"USD"}""", "denied", "refund_over_cap", "large")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":50,"currency":"EUR"}""", "denied", "other_currency", "currency")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":-50,"currency":"USD"}""", "denied", "bad_amount", "positive")]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","amount":"50","currency":"USD"}""", "guard_error", "rule_error", null)]
    [InlineData("Refunds.Issue", """{"orderId":"n-1","currency":"USD"}""", "guard_error", "rule_error", null)]
    [InlineData("Refunds.Issue", """{"orderId":"s-1","amount":50,"currency":"USD"}""", "denied", "out_of_scope", null)]
    [InlineData("Refunds.Issue", """{"orderId":"lost","amount":50,"currency":"USD"}""", "guard_error", "rule_error", null)]
    [InlineData("Refunds.Issue", """{"amount":50,"currency":"USD"}""", "guard_error", "rule_error", null)]
    [InlineData("Tickets.Create", "{}", "permitted", null, "tickets")]
    [InlineData("Tickets.Delete", "{}", "denied", "no_rule", null)]
    [InlineData("Shell.Run", "{}", "denied", "not_permitted", null)]
    [InlineData("Web.Fetch", "{}", "permitted", null, "reads")]
    [InlineData("Email.Send", "{}", "permitted", null, "mail")]
    [InlineData("Fs.Write", """{"path":"/sandbox/a.txt"}""", "permitted", null, "writes")]
    [InlineData("Fs.Write", """{"path":"/prod/config.yaml"}""", "permitted", null, "writes")]
    [InlineData("Fs.Write", """{"path":"/prod/../sandbox/a"}""", "guard_error", "rule_error", null)]
    [InlineData("Fs.Write", """{"path":"/home/a"}""", "denied", "no_rule", null)]
    [Trait("Requirement", "S1-06")]
    [Trait("Requirement", "S1-08")]
    [Trait("Requirement", "S2-10")]
    [Trait("Requirement", "S2-12")]
    [Trait("Requirement", "S5-08")]
    public async Task Call_OfTheTable_GetsItsDecision(string tool, string arguments, string status, string? code, string? rule)
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "support-bot", Ann);

        var outcome = await CallAsync(kit, tool, arguments);

        Assert.Equal((status, code, rule), (outcome.Status.ToName(), outcome.Refusal?.Code, outcome.Decision.Rule?.RuleId));
        Assert.Equal(status == "permitted" ? 1 : 0, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-10")]
    public async Task WriteToProduction_RunsInTheSandbox()
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "support-bot", Ann);

        await CallAsync(kit, "Fs.Write", """{"path":"/prod//config.yaml"}""");

        Assert.Equal("/sandbox/prod/config.yaml", Assert.Single(kit.Tool.Entries)["path"]);
    }

    [Fact]
    [Trait("Requirement", "S3-27")]
    [Trait("Requirement", "S4-19")]
    public async Task TwelveRefundsOfNinety_DoNotSlipThrough()
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "support-bot", Ann);

        for (var i = 0; i < 12; i++)
        {
            await CallAsync(kit, "Refunds.Issue", $$"""{"orderId":"n-{{i}}","amount":90,"currency":"USD"}""");
        }

        Assert.Equal(11, kit.Tool.Count);
        kit.Clock.Advance(TimeSpan.FromHours(24));
        Assert.True((await CallAsync(kit, "Refunds.Issue", """{"orderId":"n-1","amount":90,"currency":"USD"}""")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S4-21")]
    public async Task FiftyQueriesAMinute_AreTheLimit()
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "support-bot", Ann);

        for (var i = 0; i < 51; i++)
        {
            await CallAsync(kit, "Db.Select");
        }

        Assert.Equal(50, kit.Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-16")]
    public async Task MailAfterUntrustedContentAndPersonalData_NeedsSecurity()
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "support-bot", Ann);
        await CallAsync(kit, "Web.Fetch");
        Assert.True((await CallAsync(kit, "Email.Send")).Executed);
        await CallAsync(kit, "Crm.Lookup");

        var held = await CallAsync(kit, "Email.Send", """{"to":"x@example.com"}""");
        await kit.Guard.Approvals.ApproveAsync(held.TicketId!, new Reviewer("sam", "security"), cancellationToken: Cancellation);

        Assert.Equal("approval_required", held.Refusal!.Code);
        Assert.True((await CallAsync(kit, "Email.Send", """{"to":"x@example.com"}""")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S5-05")]
    public async Task AgentThatNobodyDeclared_MayNothing()
    {
        await using var kit = Create();
        using var scope = kit.Guard.BeginScope("s1", "other-bot", Ann);

        Assert.Equal("unknown_agent", (await CallAsync(kit, "Web.Fetch")).Refusal!.Code);
    }

    // The policy says that mail is a tool of Semantic Kernel.
    private static ValueTask<ToolCallOutcome> CallAsync(TestGuard kit, string tool, string arguments = "{}") =>
        kit.CallAsync(new ToolCall(tool) { ArgumentsJson = arguments, Source = "sk" });

    private static TestGuard Create() => new(
        Repository.Read("tests/KernelGuard.Tests/Scenarios/full-example.yaml"),
        options => options.Facts.Use(new Orders()));

    private sealed class Orders : IFactProvider
    {
        public string Subject => "order";

        public ValueTask<IReadOnlyDictionary<string, object?>?> FetchAsync(FactQuery query, CancellationToken cancellationToken) => new(query.Id switch
        {
            "lost" => null,
            ['n', ..] => new Dictionary<string, object?> { ["team"] = "north" },
            _ => new Dictionary<string, object?> { ["team"] = "south" },
        });
    }
}
