using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class CombiningTests
{
    private const string FirstMatch = """
        kernelguard: 1
        policy: list
        combine: first_match
        rules:
          - { id: limit, tool: "*", effect: throttle, throttle: { limit: 100, per: 1m } }
          - { id: temp, tool: Files.*, when: 'args.path.startsWith("/tmp/")', effect: allow }
          - { id: hidden, tool: Files.*, when: 'args.path.contains("/.")', effect: deny }
          - { id: read, tool: Files.Read, effect: allow }
          - { id: last, tool: "*", effect: deny }
        """;

    [Theory]
    [InlineData("Files.Write", "/tmp/.x", Effect.Allow, "temp")]
    [InlineData("Files.Read", "/home/.ssh", Effect.Deny, "hidden")]
    [InlineData("Files.Read", "/home/a", Effect.Allow, "read")]
    [InlineData("Files.Write", "/home/a", Effect.Deny, "last")]
    public async Task FirstMatch_IsTheDocumentsVerdict(string tool, string path, Effect effect, string rule)
    {
        await using var kit = new TestGuard(FirstMatch);

        var decision = (await kit.CallAsAnnAsync(tool, $$"""{"path":"{{path}}"}""")).Decision;

        Assert.Equal((effect, rule), (decision.Effect, decision.Rule!.RuleId));
    }

    [Fact]
    public async Task FirstMatch_LaterRules_AreRecordedAsSkipped()
    {
        await using var kit = new TestGuard(FirstMatch);

        var decision = (await kit.CallAsAnnAsync("Files.Read", """{"path":"/tmp/a"}""")).Decision;

        Assert.Equal(
            [RuleOutcome.Matched, RuleOutcome.Matched, RuleOutcome.Skipped, RuleOutcome.Skipped, RuleOutcome.Skipped],
            decision.Evaluations.Select(e => e.Outcome));
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task FirstMatch_ErrorInARestriction_RefusesThoughALaterRulePermits()
    {
        await using var kit = new TestGuard(FirstMatch.Replace("args.path.contains(\"/.\")", "args.absent == 1", StringComparison.Ordinal));

        Assert.Equal("rule_error", (await kit.CallAsAnnAsync("Files.Read", """{"path":"/a"}""")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S3-20")]
    public async Task FirstMatch_AnotherDocumentsDeny_Wins()
    {
        await using var kit = new TestGuard([FirstMatch, "kernelguard: 1\npolicy: z\nrules: [{ id: never, tool: Files.*, effect: deny }]"]);

        Assert.Equal("never", (await kit.CallAsAnnAsync("Files.Read", """{"path":"/tmp/a"}""")).Decision.Rule!.RuleId);
    }

    [Theory]
    [InlineData("allow", "A.X", """{"n":1}""", Effect.Allow, "default")]
    [InlineData("allow", "A.X", """{"n":9}""", Effect.Deny, "big")]
    [InlineData("allow", "B.X", """{"n":1}""", Effect.Deny, null)]
    [InlineData("allow", "A.X", "{}", Effect.Deny, null)]
    [InlineData("deny", "A.X", """{"n":1}""", Effect.Deny, "default")]
    [InlineData("deny", "A.Y", "{}", Effect.Allow, "y")]
    [Trait("Requirement", "S1-25")]
    public async Task Default_SpeaksForItsToolsWhereNoRuleOfTheDocumentDoes(string value, string tool, string arguments, Effect effect, string? rule)
    {
        await using var kit = new TestGuard($$"""
            kernelguard: 1
            policy: p
            default: {{value}}
            applies_to: [A.*]
            rules:
              - { id: big, tool: A.X, when: args.n > 5, effect: deny }
              - { id: y, tool: A.Y, effect: allow }
              - { id: change, tool: A.*, effect: transform, transform: [{ remove: args.z }] }
            """);

        var decision = (await kit.CallAsAnnAsync(tool, arguments)).Decision;

        Assert.Equal((effect, rule), (decision.Effect, decision.Rule?.RuleId));
    }

    [Fact]
    public async Task ObservedRule_LeavesFirstMatchAndDefaultAsTheyWouldBeWithoutIt()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            combine: first_match
            default: allow
            applies_to: [A]
            rules:
              - { id: trial, tool: "*", effect: deny, mode: observe }
              - { id: b, tool: B, effect: allow }
            """);

        var (a, b) = ((await kit.CallAsAnnAsync("A")).Decision, (await kit.CallAsAnnAsync("B")).Decision);

        Assert.Equal(("default", "b"), (a.Rule!.RuleId, b.Rule!.RuleId));
        Assert.Equal(("trial", "trial"), (a.Observed!.Rule!.RuleId, b.Observed!.Rule!.RuleId));
    }
}
