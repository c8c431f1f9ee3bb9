namespace KernelGuard.Hosts.Tests.Cli.Testing;

public sealed class CoverageTests
{
    [Theory]
    [InlineData("{ id: a, tool: A, effect: allow }", "{}", "")]
    [InlineData("{ id: a, tool: B, effect: allow }", "{}", "p/a: never matched")]
    [InlineData("{ id: a, tool: A, when: args.n > 1, effect: allow }", "{ n: 2 }", "p/a: never asked without matching")]
    [InlineData("{ id: a, tool: A, when: args.n > 1, effect: allow }", "{ n: 1 }", "p/a: never matched")]
    [InlineData("{ id: a, tool: A, when: args.n > 1, effect: allow }", "{}", "p/a: never matched; p/a: never asked without matching")]
    [InlineData("{ id: a, tool: A, when: args.n > 1 && args.m > 1, effect: allow }", "{ n: 2, m: 2 }", "p/a: never asked without matching; p/a: `args.n > 1` never false; p/a: `args.m > 1` never false")]
    [InlineData("{ id: a, tool: A, when: args.n > 1 || args.m > 1, effect: allow }", "{ n: 1, m: 1 }", "p/a: never matched; p/a: `args.n > 1` never true; p/a: `args.m > 1` never true")]
    [InlineData("{ id: a, tool: A, when: (args.n > 1 || args.m > 1) && !args.x, effect: allow }", "{ n: 2, m: 1, x: false }", "p/a: never asked without matching; p/a: `args.n > 1 || args.m > 1` never false; p/a: `!args.x` never false")]
    [InlineData("{ id: a, tool: A, effect: throttle, throttle: { limit: 1, per: 1m } }", "{}", "p/a: never over its limit")]
    [InlineData("{ id: a, tool: A, effect: throttle, throttle: { limit: 0, per: 1m } }", "{}", "p/a: never within its limit")]
    [InlineData("{ id: a, tool: A, when: args.n > 1, effect: deny, mode: observe }", "{ n: 2 }", "p/a: never asked without matching")]
    [InlineData("{ id: a, tool: A, when: args.n > 1, effect: transform, transform: [{ set: args.n, to: '1' }] }", "{ n: 2 }", "p/a: never asked without matching")]
    [Trait("Requirement", "S4-88")]
    public async Task Coverage_OfOneCall_NamesWhatItDidNotReach(string rule, string arguments, string missing)
    {
        using var folder = new CaseFolder(
            $$"""rules: [{{rule}}, { id: z, tool: A, effect: allow }]""",
            $$"""cases: [{ name: it, call: { tool: A, args: {{arguments}} }, expect: { effective_args: null } }]""");

        var coverage = (await folder.TestAsync("--json")).Json.GetProperty("suites")[0].GetProperty("coverage");

        var named = coverage.GetProperty("missing").EnumerateArray().Select(m => $"{m.GetProperty("policy")}/{m.GetProperty("rule")}: {m.GetProperty("what")}").ToList();
        Assert.Equal(missing.Split("; ", StringSplitOptions.RemoveEmptyEntries).Order(), named.Order());
        Assert.Equal(named.Count, coverage.GetProperty("total").GetInt32() - coverage.GetProperty("reached").GetInt32());
    }

    [Theory]
    [InlineData("may: A", "{ n: 1 }", "")]
    [InlineData("may: B", "{ n: 1 }", "p/role:r: never covers a call; p/a: never matched")]
    [InlineData("may: A, where: args.n > 0", "{ n: 1 }", "p/role:r: its `where` never false")]
    [InlineData("may: A, where: args.n > 0", "{ n: 0 }", "p/role:r: never covers a call; p/a: never matched")]
    [InlineData("may: A, where: args.n > 0", "{}", "p/role:r: never covers a call; p/role:r: its `where` never false; p/a: never matched")]
    [InlineData("may: A, where: args.n > 0 || args.m > 0", "{ n: 0, m: 1 }", "p/role:r: its `where` never false; p/role:r: `args.n > 0` never true; p/role:r: `args.m > 0` never false")]
    [InlineData("may: A, who: user", "{ n: 1 }", "p/role:r: never lacked by the user")]
    [InlineData("may: A, who: user, where: args.n > 0, grants: true", "{ n: 1 }", "p/role:r: its `where` never false; p/role:r: never lacked by the user")]
    [Trait("Requirement", "S4-88")]
    public async Task Coverage_OfARole_CountsItsBranches(string role, string arguments, string missing)
    {
        using var folder = new CaseFolder(
            $$"""
            agents: { bot: { roles: r } }
            roles: { r: { {{role}} } }
            rules: [{ id: a, tool: A, effect: allow }]
            """,
            $$"""cases: [{ name: it, call: { tool: A, agent: bot, user: { id: u, roles: [r] }, args: {{arguments}} }, expect: { observed: null } }]""");

        var coverage = (await folder.TestAsync("--json")).Json.GetProperty("suites")[0].GetProperty("coverage");

        var named = coverage.GetProperty("missing").EnumerateArray().Select(m => $"{m.GetProperty("policy")}/{m.GetProperty("rule")}: {m.GetProperty("what")}").ToList();
        Assert.Equal(missing.Split("; ", StringSplitOptions.RemoveEmptyEntries).Order(), named.Order());
        Assert.Equal(named.Count, coverage.GetProperty("total").GetInt32() - coverage.GetProperty("reached").GetInt32());
    }

    [Fact]
    public async Task Coverage_OfAChangedCall_CountsPermitsOnWhatRuns()
    {
        using var folder = new CaseFolder(
            """
            default: deny
            applies_to: [A]
            rules:
              - { id: small, tool: A, when: args.n <= 5, effect: allow }
              - { id: down, tool: A, when: args.n > 5, effect: transform, transform: [{ set: args.n, to: "5" }] }
              - { id: never, tool: A, when: args.n > 100, effect: deny }
            """,
            "cases: [{ name: it, call: { tool: A, args: { n: 50 } }, expect: { effective_args: { n: 5 } } }]");

        var output = (await folder.TestAsync()).Expect(0).Output;

        Assert.Equal(
            ["  p/small: never asked without matching", "  p/down: never asked without matching", "  p/never: never matched", "  p/default: never matched"],
            output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Coverage_WatchingIt_ChangesNoDecision()
    {
        // Counters are read again for the operands, after the call was counted: what they were is what counts.
        using var folder = new CaseFolder(
            """
            counters: { n: { tool: A, per: 1h } }
            rules:
              - { id: a, tool: A, when: counters.n < 2 && args.x, effect: allow }
            """,
            """
            cases:
              - name: it
                calls:
                  - { tool: A, args: { x: true }, times: 2, expect: { decision: allow } }
                  - { tool: A, args: { x: true }, expect: { decision: deny } }
            """);

        Assert.Contains("  p/a: `args.x` never false\n", (await folder.TestAsync()).Expect(0).Output, StringComparison.Ordinal);
    }
}
