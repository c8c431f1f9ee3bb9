using System.Text.Json;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class TransformTests
{
    private const string Writes = """
        kernelguard: 1
        policy: p
        rules:
          - { id: writes, tool: Fs.Write, when: 'args.path.startsWith("/sandbox")', effect: allow }
          - id: redirect
            tool: Fs.Write
            when: args.path.startsWith("/prod")
            effect: transform
            transform: [{ set: args.path, to: '"/sandbox" + args.path' }]
          - { id: secret, tool: Fs.Write, when: 'args.path.contains("secret")', effect: deny }
        """;

    [Fact]
    [Trait("Requirement", "S2-10")]
    [Trait("Requirement", "S3-23")]
    public async Task ChangedCall_RunsWithWhatPolicyMadeOfIt_AndBothAreRecorded()
    {
        await using var kit = new TestGuard(Writes);

        var outcome = await kit.CallAsAnnAsync("Fs.Write", """{"path":"/prod/config.yaml","text":"a"}""");

        Assert.Equal("/sandbox/prod/config.yaml", Assert.Single(kit.Tool.Entries)["path"]);
        Assert.Equal("a", kit.Tool.Entries[0]["text"]);
        Assert.Equal("writes", outcome.Decision.Rule!.RuleId);
        var record = kit.Ledger.Records[0].Text();
        Assert.Contains("\"path\":\"/prod/config.yaml\"", record, StringComparison.Ordinal);
        Assert.Contains("\"path\":\"/sandbox/prod/config.yaml\"", record, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S3-26")]
    public async Task Denies_HoldBeforeAndAfterTheChange()
    {
        await using var kit = new TestGuard(Writes + """

              - { id: no-prod-copies, tool: Fs.Write, when: 'args.path.startsWith("/sandbox/prod/db")', effect: deny }
            """);

        Assert.Equal("secret", (await kit.CallAsAnnAsync("Fs.Write", """{"path":"/prod/secret"}""")).Decision.Rule!.RuleId);
        Assert.Equal("no-prod-copies", (await kit.CallAsAnnAsync("Fs.Write", """{"path":"/prod/db"}""")).Decision.Rule!.RuleId);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Theory]
    [InlineData("{ clamp: args.n, max: '500' }", """{"n":900}""", """{"n":500}""")]
    [InlineData("{ clamp: args.n, min: '1', max: '500' }", """{"n":-3}""", """{"n":1}""")]
    [InlineData("{ clamp: args.n, max: '0.5' }", """{"n":1}""", """{"n":0.5}""")]
    [InlineData("{ clamp: args.n, max: '500' }", """{"n":20}""", """{"n":20}""")]
    [InlineData("{ remove: args.bcc }", """{"bcc":"x","n":1}""", """{"n":1}""")]
    [InlineData("{ remove: args.bcc }", """{"n":1}""", """{"n":1}""")]
    [InlineData("{ redact: args.note }", """{"note":"4111"}""", """{"note":"[redacted]"}""")]
    [InlineData("{ redact: 'args.to[*].name', with: 'x' }", """{"to":[{"name":"a","id":1},{"id":2}]}""", """{"to":[{"id":1,"name":"x"},{"id":2}]}""")]
    [InlineData("{ set: args.deep.flag, to: 'true' }", """{"deep":{"a":1}}""", """{"deep":{"a":1,"flag":true}}""")]
    [InlineData("{ clamp: 'args.lines[*].n', max: '5' }", """{"lines":[]}""", """{"lines":[]}""")]
    [InlineData("{ set: 'args.lines[*].n', to: '5' }", """{"lines":[]}""", """{"lines":[]}""")]
    [InlineData("{ set: 'args.lines[*]', to: '5' }", """{"lines":[]}""", """{"lines":[]}""")]
    [InlineData("{ redact: 'args.lines[*].n' }", """{"lines":null}""", """{"lines":null}""")]
    [InlineData("{ remove: 'args.lines[*].n' }", """{"lines":[null,{}]}""", """{"lines":[null,{}]}""")]
    [InlineData("{ clamp: args.n, min: '5', max: args.cap }", """{"cap":5,"n":9}""", """{"cap":5,"n":5}""")]
    [InlineData("{ set: args.list, to: '[1, 2.5, \"x\", null, {\"k\": uint(3)}]' }", "{}", """{"list":[1,2.5,"x",null,{"k":3}]}""")]
    [Trait("Requirement", "S3-22")]
    [Trait("Requirement", "S3-24")]
    [Trait("Requirement", "S2-11")]
    public async Task Change_OfEachKind_GivesTheToolWhatItSays(string change, string sent, string expected)
    {
        await using var kit = new TestGuard(Policy(change));

        await kit.CallAsAnnAsync("T", sent);

        Assert.Equal(expected, CanonicalJson.ToText(Assert.Single(kit.Tool.Entries)));
    }

    [Theory]
    [InlineData("{ clamp: args.n, max: '500' }", """{"n":"900"}""")]
    [InlineData("{ clamp: args.n, max: '500' }", "{}")]
    [InlineData("{ clamp: args.n, max: args.limit }", """{"n":1,"limit":"x"}""")]
    [InlineData("{ clamp: args.n, min: '5', max: args.limit }", """{"n":1,"limit":1}""")]
    [InlineData("{ clamp: args.n, min: '5', max: args.limit }", """{"n":9,"limit":4.5}""")]
    [InlineData("{ clamp: 'args.lines[*].n', max: '5' }", """{"lines":[{"n":9},7]}""")]
    [InlineData("{ set: 'args.lines[*].tax.rate', to: '5' }", """{"lines":[{"tax":{}},{}]}""")]
    [InlineData("{ set: 'args.lines[*].n', to: '5' }", """{"lines":{}}""")]
    [InlineData("{ set: 'args.lines[*].n', to: '5' }", """{"lines":null}""")]
    [InlineData("{ redact: 'args.lines[*].n' }", """{"lines":{"n":1}}""")]
    [InlineData("{ remove: 'args.lines[*].n' }", """{"lines":[[{"n":1}]]}""")]
    [InlineData("{ remove: args.deep.n }", """{"deep":"{\"n\":1}"}""")]
    [InlineData("{ set: args.deep.flag, to: 'true' }", "{}")]
    [InlineData("{ set: args.n, to: args.absent }", "{}")]
    [InlineData("{ set: args.n, to: 'args.n + 1' }", """{"n":1}""")]
    [InlineData("{ set: args.n, to: request.time }", """{"n":1}""")]
    [InlineData("{ set: args.n, to: '9007199254740993' }", """{"n":1}""")]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S3-26")]
    public async Task Change_ThatCannotBeMade_Refuses(string change, string sent)
    {
        await using var kit = new TestGuard(Policy(change));

        var outcome = await kit.CallAsAnnAsync("T", sent);

        Assert.Equal((GuardCodes.TransformFailed, DecisionStatus.GuardError, 0), (outcome.Refusal!.Code, outcome.Status, kit.Tool.Count));
    }

    [Fact]
    [Trait("Requirement", "S3-26")]
    public async Task Change_ThatDoesNotFitTheTool_Refuses()
    {
        await using var kit = new TestGuard(Policy("{ set: args.n, to: '\"many\"' }"), options => options.Tools =
        [
            new ToolDescriptor("T", null, JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"}}}""")),
        ]);

        Assert.Equal(GuardCodes.TransformFailed, (await kit.CallAsAnnAsync("T", """{"n":1}""")).Refusal!.Code);
    }

    [Fact]
    public async Task TwoRulesThatWriteTheSamePlace_RefuseAndEvidenceNamesOne()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: permit, tool: T, effect: allow }
              - { id: one, tool: T, effect: transform, transform: [{ set: args.a, to: "1" }] }
              - { id: two, tool: T, effect: transform, when: args.n > 5, transform: [{ set: args.a.b, to: "2" }] }
            """);

        Assert.True((await kit.CallAsAnnAsync("T", """{"n":1}""")).Executed);
        var outcome = await kit.CallAsAnnAsync("T", """{"n":9,"a":{}}""");

        Assert.Equal(GuardCodes.TransformConflict, outcome.Refusal!.Code);
        Assert.Equal(RuleOutcome.Error, outcome.Decision.Evaluations.Single(e => e.Rule.RuleId == "two").Outcome);
    }

    [Fact]
    [Trait("Requirement", "S3-25")]
    public async Task ToolThatMayNotBeChanged_Refuses()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            tools: { T: { modifiable: false } }
            rules:
              - { id: permit, tool: T, effect: allow }
              - { id: change, tool: "*", effect: transform, transform: [{ remove: args.a }] }
            """);

        Assert.Equal(GuardCodes.NotModifiable, (await kit.CallAsAnnAsync("T", """{"a":1}""")).Refusal!.Code);
    }

    [Fact]
    public async Task RulesThatBothChange_ReadTheCallAsSent_WhateverTheirOrder()
    {
        string[] rules =
        [
            "  - { id: one, tool: T, effect: transform, when: args.a == 1, transform: [{ set: args.b, to: '10' }] }\n",
            "  - { id: two, tool: T, effect: transform, when: args.b == 2, transform: [{ set: args.c, to: 'args.b' }] }\n",
            "  - { id: permit, tool: T, effect: allow }\n",
        ];
        foreach (var order in new[] { rules, [.. rules.Reverse()] })
        {
            await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules:\n" + string.Concat(order));

            await kit.CallAsAnnAsync("T", """{"a":1,"b":2}""");

            Assert.Equal("""{"a":1,"b":10,"c":2}""", CanonicalJson.ToText(Assert.Single(kit.Tool.Entries)));
        }
    }

    [Fact]
    [Trait("Requirement", "S1-04")]
    public async Task ApprovedCall_RunsAsItWasChanged()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: ask, tool: Pay, effect: require_approval }
              - { id: cap, tool: Pay, effect: transform, transform: [{ clamp: args.amount, max: "500" }] }
            """);
        var ticket = (await kit.CallAsAnnAsync("Pay", """{"amount":900}""")).TicketId!;
        Assert.Equal(500L, kit.Guard.Approvals.Find(ticket)!.Arguments["amount"]);
        await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lee"), cancellationToken: TestGuard.Cancellation);

        await kit.CallAsAnnAsync("Pay", """{"amount":900}""");

        Assert.Equal(500L, Assert.Single(kit.Tool.Entries)["amount"]);
    }

    [Fact]
    [Trait("Requirement", "S2-23")]
    public async Task ObservedSet_RunsTheCallAsSent_AndSaysWhatWouldHaveBeen()
    {
        await using var kit = new TestGuard("set: { mode: observe }\n" + Writes.Replace("args.path.contains(\"secret\")", "args.path == \"/sandbox/prod/x\"", StringComparison.Ordinal));

        var outcome = await kit.CallAsAnnAsync("Fs.Write", """{"path":"/prod/x"}""");

        Assert.Equal("/prod/x", Assert.Single(kit.Tool.Entries)["path"]);
        Assert.Equal((Effect.Deny, "secret"), (outcome.Decision.Observed!.Effect, outcome.Decision.Observed.Rule!.RuleId));
    }

    private static string Policy(string change) => $"""
        kernelguard: 1
        policy: p
        rules:
          - id: change
            tool: T
            effect: transform
            transform: [{change}]
          - id: permit
            tool: T
            effect: allow
        """;

    [Theory]
    [InlineData(5, 5)]
    [InlineData(50, 5)]
    [InlineData(-1, null)]
    public async Task Default_IsAskedOfTheChangedCall(int sent, int? runs)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            default: deny
            applies_to: [A]
            rules:
              - { id: small, tool: A, when: args.n > 0 && args.n <= 5, effect: allow }
              - { id: down, tool: A, when: args.n > 5, effect: transform, transform: [{ set: args.n, to: "5" }] }
            """);

        var decision = (await kit.CallAsAnnAsync("A", $$"""{"n":{{sent}}}""")).Decision;

        Assert.Equal((runs is null ? "default" : "small", (object?)(long?)runs), (decision.Rule!.RuleId, decision.EffectiveArguments?["n"]));
    }
}
