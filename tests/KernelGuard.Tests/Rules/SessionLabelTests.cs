using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class SessionLabelTests
{
    private const string Mail = """
        kernelguard: 1
        policy: p
        tools:
          Web.Fetch: { labels: [untrusted] }
          Crm.Lookup: { labels: [pii] }
        rules:
          - { id: reads, tool: [Web.Fetch, Crm.Lookup], effect: allow }
          - { id: mail, tool: Email.Send, effect: allow }
          - { id: no-exfiltration, tool: Email.Send, when: '"untrusted" in session.labels && "pii" in session.labels', effect: deny }
        """;

    [Fact]
    [Trait("Requirement", "S5-16")]
    public async Task MoneyAndDataAfterUntrustedContent_AreStopped()
    {
        await using var kit = new TestGuard(Mail);
        await kit.CallAsAnnAsync("Crm.Lookup");
        Assert.True((await kit.CallAsAnnAsync("Email.Send")).Executed);

        await kit.CallAsAnnAsync("Web.Fetch");

        Assert.Equal("no-exfiltration", (await kit.CallAsAnnAsync("Email.Send")).Decision.Rule!.RuleId);
        using var other = kit.Guard.BeginScope("s2", "bot", "ann");
        Assert.True((await kit.CallAsync("Email.Send")).Executed);
    }

    [Fact]
    public async Task ToolThatThrows_HasMarkedTheSession()
    {
        await using var kit = new TestGuard(Mail) { Tool = new SpyTool { Does = (_, _) => throw new InvalidOperationException("x") } };
        foreach (var tool in new[] { "Web.Fetch", "Crm.Lookup" })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await kit.CallAsAnnAsync(tool));
        }

        Assert.Equal(Effect.Deny, (await kit.CallAsAnnAsync("Email.Send")).Decision.Effect);
    }

    [Fact]
    public async Task RefusedOrSimulatedCall_MarksNothing()
    {
        await using var kit = new TestGuard(Mail.Replace("{ id: reads, tool: [Web.Fetch, Crm.Lookup], effect: allow }", "{ id: reads, tool: [Web.Fetch, Crm.Lookup], effect: sandbox, sandbox: { result: 1 } }", StringComparison.Ordinal));
        await kit.CallAsAnnAsync("Web.Fetch");
        await kit.CallAsAnnAsync("Crm.Lookup");

        Assert.True((await kit.CallAsAnnAsync("Email.Send")).Executed);
    }

    [Fact]
    public async Task Declassify_IsRecordedAndTakesTheLabelAway()
    {
        await using var kit = new TestGuard(Mail);
        await kit.CallAsAnnAsync("Web.Fetch");
        await kit.CallAsAnnAsync("Crm.Lookup");

        Assert.True(await kit.Guard.DeclassifyAsync("s1", "untrusted", "lee", "read it", TestGuard.Cancellation));
        Assert.False(await kit.Guard.DeclassifyAsync("s1", "untrusted", "lee", "again", TestGuard.Cancellation));

        Assert.True((await kit.CallAsAnnAsync("Email.Send")).Executed);
        Assert.Contains(kit.Ledger.Records.Select(r => r.Text()), line => line.Contains("\"declassified\"", StringComparison.Ordinal) && line.Contains("\"lee\"", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Declassify_ThatCannotBeRecorded_LeavesTheLabel()
    {
        await using var kit = new TestGuard(Mail);
        await kit.CallAsAnnAsync("Web.Fetch");
        await kit.CallAsAnnAsync("Crm.Lookup");
        kit.Ledger.Before = (_, _) => throw new LedgerUnavailableException("full");

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await kit.Guard.DeclassifyAsync("s1", "untrusted", "lee", "x", TestGuard.Cancellation));

        kit.Ledger.Before = (_, _) => ValueTask.CompletedTask;
        Assert.Equal(Effect.Deny, (await kit.CallAsAnnAsync("Email.Send")).Decision.Effect);
    }

    [Fact]
    public async Task UnknownSession_InAConversationWithResults_CarriesEveryLabel()
    {
        await using var kit = new TestGuard(Mail);
        using var scope = kit.Guard.BeginScope("after-restart", "bot", "ann");

        var refused = await kit.CallAsync(new ToolCall("Email.Send") { FollowsToolResults = true });
        var again = await kit.CallAsync("Email.Send");

        Assert.Equal(("no-exfiltration", "no-exfiltration"), (refused.Decision.Rule!.RuleId, again.Decision.Rule!.RuleId));
    }

    [Fact]
    public async Task UnknownSession_FirstMetWhileHalted_CarriesEveryLabelAfterwards()
    {
        await using var kit = new TestGuard(Mail);
        using var scope = kit.Guard.BeginScope("after-restart", "bot", "ann");
        kit.Guard.Halt("incident");
        Assert.Equal("halted", (await kit.CallAsync(new ToolCall("Email.Send") { FollowsToolResults = true })).Refusal!.Code);

        await kit.Guard.ResumeAsync("lee", cancellationToken: TestGuard.Cancellation);

        Assert.Equal("no-exfiltration", (await kit.CallAsync("Email.Send")).Decision.Rule!.RuleId);
    }
}
