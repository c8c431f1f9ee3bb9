namespace KernelGuard.Hosts.Tests.Cli.Testing;

public sealed class CaseRunnerTests
{
    private const string Stateful = """
        counters:
          spent: { tool: Pay, add: int(args.n), per: 1h, by: [user.id] }
        tools:
          Fetch: { labels: [untrusted] }
        rules:
          - { id: pay, tool: Pay, effect: allow }
          - { id: cap, tool: Pay, when: counters.spent + int(args.n) > 100, effect: deny, code: cap }
          - { id: fetch, tool: Fetch, effect: allow }
          - { id: mail, tool: Mail, when: '!("untrusted" in session.labels)', effect: allow }
          - { id: facts, tool: Facts, when: 'env.name == "prod" && context.open && resource.team == "a" && agent.id == "bot" && user.attributes.grade > 2', effect: allow }
          - { id: fails, tool: Fail, effect: allow }
          - { id: once, tool: Fail, effect: throttle, throttle: { limit: 1, per: 1h, count: succeeded } }
        """;

    [Theory]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }]", "call: { tool: Pay, args: { n: 41 } }", "decision: deny, code: cap")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }]", "call: { tool: Pay, args: { n: 40 } }", "decision: allow")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }]", "call: { tool: Pay, args: { n: 41 }, user: other }", "decision: allow")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }, { wait: 1h }]", "call: { tool: Pay, args: { n: 41 } }", "decision: allow")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }, { wait: 59m }]", "call: { tool: Pay, args: { n: 41 } }", "decision: deny")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 } }, { wait: 59m }]", "call: { tool: Pay, args: { n: 41 }, wait: 60000ms }", "decision: allow")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 10 }, times: 10 }]", "call: { tool: Pay, args: { n: 1 } }", "decision: deny")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 }, time: 2026-11-20T10:00:00Z }]", "call: { tool: Pay, args: { n: 60 }, time: '2026-11-20T12:59:59+02:00' }", "decision: deny")]
    [InlineData("earlier: [{ tool: Pay, args: { n: 60 }, time: 2026-11-20T10:00:00Z }]", "call: { tool: Pay, args: { n: 60 }, time: '2026-11-20T13:00:00+02:00' }", "decision: allow")]
    [InlineData("earlier: [{ tool: Fetch, result: text }]", "call: { tool: Mail }", "code: no_rule")]
    [InlineData("earlier: [{ tool: Fetch, session: s2 }]", "call: { tool: Mail }", "decision: allow")]
    [InlineData("earlier: [{ tool: Fail, error: broken }]", "call: { tool: Fail }", "decision: allow")]
    [InlineData("earlier: [{ tool: Fail, result: fine }]", "call: { tool: Fail }", "status: throttled, retry_after_seconds: 3600")]
    [InlineData("given: { env: { name: prod }, context: { open: true }, resource: { team: a } }", "call: { tool: Facts }", "decision: allow")]
    [InlineData("given: { env: { name: test }, context: { open: true }, resource: { team: a } }", "call: { tool: Facts }", "decision: deny")]
    [InlineData("given: { env: { name: prod }, context: { open: true } }", "call: { tool: Facts, resource: { team: a } }", "decision: allow")]
    [InlineData("given: { agent: other, env: { name: prod }, context: { open: true }, resource: { team: a } }", "call: { tool: Facts }", "rule: null")]
    [Trait("Requirement", "S1-28")]
    public async Task Case_StateTimeAndFacts_AreThoseOfADecision(string before, string call, string expected)
    {
        using var folder = new CaseFolder(Stateful, $$"""
            defaults: { session: s1, agent: bot, user: { id: ann, attributes: { grade: 3 } } }
            cases:
              - name: it
                {{before}}
                {{call}}
                expect: { {{expected}} }
              - name: nothing of another case is left
                call: { tool: Pay, args: { n: 100 } }
                expect: { decision: allow }
            """);

        (await folder.TestAsync()).Expect(0);
    }

    [Fact]
    public async Task Case_EarlierCallThatDidNotRun_IsNamedInTheFailure()
    {
        using var folder = new CaseFolder(Stateful, """
            cases:
              - name: it
                given: { user: ann }
                earlier: [{ tool: Pay, args: { n: 101 }, times: 7 }, { wait: 1m }]
                call: { tool: Pay, args: { n: 1 } }
                expect: { decision: deny }
            """);

        var output = (await folder.TestAsync()).Expect(1).Output;

        Assert.Contains("call 1, Pay, did not run: deny (cap)\n", output, StringComparison.Ordinal);
        Assert.Contains("and 2 more\ncall 8, Pay, is not decided as expected\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_CallsInARow_EndAtTheFirstThatIsNotAsExpected()
    {
        using var folder = new CaseFolder(Stateful, """
            cases:
              - name: it
                given: { user: ann }
                calls:
                  - { tool: Pay, args: { n: 60 }, times: 2, expect: { decision: allow } }
                  - { tool: Pay, args: { n: 1 }, expect: { decision: deny } }
            """);

        var json = (await folder.TestAsync("--json")).Expect(1).Json;

        Assert.Equal(2, json.GetProperty("suites")[0].GetProperty("results")[0].GetProperty("call").GetInt32());
    }

    [Theory]
    [InlineData("time: 9998-12-30T00:00:00Z", "wait: 2d")]
    [InlineData("time: 2026-11-20T10:00:00Z", "wait: 10000d, times: 1")]
    public async Task Case_TimeOutOfRange_CannotRunOrIsFine(string given, string wait)
    {
        using var folder = new CaseFolder(Stateful, $$"""
            cases:
              - name: it
                given: { user: ann, {{given}} }
                earlier: [{ tool: Pay, args: { n: 1 }, {{wait}} }]
                call: { tool: Pay, args: { n: 1 } }
                expect: { decision: allow }
            """);

        (await folder.TestAsync()).Expect(given.Contains("9998", StringComparison.Ordinal) ? 2 : 0);
    }

    [Theory]
    [InlineData("result: { a: 1, b: [true, null] }", "result: { b: [true, null], a: 1.0 }", 0)]
    [InlineData("result: text", "result: text", 0)]
    [InlineData("result: '5'", "result: 5", 1)]
    [InlineData("result: 5", "result: 5", 0)]
    [InlineData("error: broken", "result: null", 0)]
    [InlineData("args: { a: {} }", "effective_args: { a: {} }", 0)]
    [InlineData("args: { a: [1, 2] }", "effective_args: { a: [2, 1] }", 1)]
    [InlineData("args: { a: 1, b: 2 }", "effective_args: { a: 1 }", 1)]
    [InlineData("args: { a: 1 }", "observed: null", 0)]
    [InlineData("args: { a: 1 }", "observed: { decision: deny }", 1)]
    public async Task Expect_Values_AreComparedAsJson(string call, string expected, int exitCode)
    {
        using var folder = new CaseFolder(
            "rules: [{ id: a, tool: A, effect: allow }]",
            $$"""cases: [{ name: it, call: { tool: A, {{call}} }, expect: { {{expected}} } }]""");

        (await folder.TestAsync()).Expect(exitCode);
    }

    [Fact]
    public async Task Expect_SandboxResult_IsWhatTheCallerGets()
    {
        using var folder = new CaseFolder(
            "rules: [{ id: a, tool: A, effect: sandbox, sandbox: { result: { sent: true } } }]",
            "cases: [{ name: it, call: { tool: A, result: real }, expect: { decision: sandbox, status: permitted, result: { sent: true } } }]");

        (await folder.TestAsync("--min-coverage", "100")).Expect(0);
    }
}
