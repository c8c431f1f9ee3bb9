using System.Collections;
using System.Reflection;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tests.Rules;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>What the guard hands out cannot be written by whoever casts it back to the array or list behind it.</summary>
public sealed class ReadOnlyValueTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        agents: { bot: { roles: [helper] } }
        roles: { helper: { may: ["*"] } }
        vars: { most: "500" }
        counters: { calls: { tool: T, per: 1h } }
        tools: { T: { data: [pii], tags: [money], labels: [seen] } }
        rules:
          - { id: permit, tool: T, effect: allow }
          - { id: deny, tool: T, when: args.amount > vars.most, effect: deny, alternatives: [{ tool: Ask }] }
          - { id: ask, tool: T, when: args.amount > 100, effect: require_approval, approval: { by: [lee] } }
          - { id: limit, tool: T, when: counters.calls >= 0, effect: throttle, throttle: { limit: 50, per: 1m } }
          - { id: hide, tool: T, effect: transform, transform: [{ redact: result.ssn }] }
        """;

    [Theory]
    [InlineData("""{"amount":1,"rows":[1,2]}""", DecisionStatus.Permitted)]
    [InlineData("""{"amount":200}""", DecisionStatus.ApprovalPending)]
    [InlineData("""{"amount":900}""", DecisionStatus.Denied)]
    [Trait("Requirement", "S1-16")]
    public async Task Values_OfACall_AreNotWritable(string arguments, DecisionStatus status)
    {
        var rule = new StubRule("r", Effect.Deny, _ => RuleAnswer.NotMatched);
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(rule));

        var outcome = await kit.CallAsAnnAsync("T", arguments);

        Assert.Equal(status, outcome.Decision.Status);
        var values = new object[]
        {
            outcome, kit.Guard.PolicyVersions, kit.Guard.DescribePolicies(), kit.Guard.Approvals.List(), rule.Asked[0], kit.Guard.SpellingsOf("T"),
        };
        Assert.Empty(values.Concat(kit.Tool.Entries).SelectMany(value => Writable(value, value.GetType().Name, [])).Distinct());
    }

    [Fact]
    public async Task RuleThatWritesIntoTheArguments_ChangesNothing()
    {
        await using var kit = new TestGuard(Policy, options => options.Rules.Add(new StubRule("r", Effect.Deny, call =>
        {
            ((IList<object?>)call.Arguments.All.Values)[0] = 99_999L;
            return RuleAnswer.NotMatched;
        })));

        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsAnnAsync("T", """{"amount":1}""")).Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);
    }

    // An empty array has nothing that could be written.
    private static IEnumerable<string> Writable(object value, string path, HashSet<object> seen)
    {
        if (!seen.Add(value))
        {
            return [];
        }

        var own = value is IList { IsReadOnly: false, Count: > 0 } or IDictionary { IsReadOnly: false } or Array { Length: > 0 } ? [path] : Enumerable.Empty<string>();
        var inner = value is IEnumerable elements and not string
            ? elements.Cast<object?>().OfType<object>().Select(element => (element, $"{path}[]"))
            : [];
        var members = value.GetType().Assembly == typeof(ToolCallGuard).Assembly
            ? value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => (property.GetValue(value)!, $"{path}.{property.Name}"))
                .Where(member => member.Item1 is not null and not OpaqueValue)
            : [];
        return own.Concat(inner.Concat(members).SelectMany(member => Writable(member.Item1, member.Item2, seen)));
    }
}
