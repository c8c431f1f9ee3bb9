namespace KernelGuard.Hosts.Tests.Cli.Testing;

public sealed class CaseFileReaderTests
{
    [Theory]
    [InlineData("", "the document is empty")]
    [InlineData("cases", "a file of cases must be a map")]
    [InlineData("default: {}", "unknown key `default`", "did you mean `defaults`?")]
    [InlineData("{}", "a file of cases needs the key `cases`")]
    [InlineData("cases: []", "`cases` is an empty list")]
    [InlineData("cases: {}", "`cases` must be a list of maps")]
    [InlineData("cases: [1]", "each entry of `cases` must be a map")]
    [InlineData("cases: [{ call: { tool: A }, expect: { decision: allow } }]", "a case needs the key `name`")]
    [InlineData("cases: [{ name: a, expect: { decision: allow } }]", "a case needs the key `call`")]
    [InlineData("cases: [{ name: a, call: { tool: A } }]", "a case needs the key `expect`")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: {} }]", "`expect` is an empty map: anything would pass")]
    [InlineData("cases: [{ name: a, calls: [{ tool: A }] }]", "nothing is expected of any of the `calls`")]
    [InlineData("cases: [{ name: a, calls: [{ tool: A, expect: { rule: r } }], call: { tool: A } }]", "not `calls` and `call`")]
    [InlineData("cases: [{ name: a, calls: [{ tool: A, expect: { rule: r } }], expect: { rule: r } }]", "not `calls` and `expect`")]
    [InlineData("cases: [{ name: a, call: { tool: A, expect: { rule: r } }, expect: { rule: r } }]", "unknown key `expect`")]
    [InlineData("cases: [{ name: a, call: { tool: A, arg: {} }, expect: { rule: r } }]", "unknown key `arg`", "did you mean `args`?")]
    [InlineData("cases: [{ name: a, call: { args: {} }, expect: { rule: r } }]", "a call needs the key `tool`")]
    [InlineData("cases: [{ name: a, call: { tool: A, args: [] }, expect: { rule: r } }]", "`args` is not an object", null, true)]
    [InlineData("cases: [{ name: a, call: { tool: A, times: 0 }, expect: { rule: r } }]", "`times` must be a whole number from 1 to 10000")]
    [InlineData("cases: [{ name: a, call: { tool: A, wait: 5 }, expect: { rule: r } }]", "`5` is not a duration")]
    [InlineData("cases: [{ name: a, call: { tool: A, time: 10:00 }, expect: { rule: r } }]", "`time` is not a time such as")]
    [InlineData("cases: [{ name: a, given: { time: 2026-11-20T10:00:00 }, call: { tool: A }, expect: { rule: r } }]", "`time` is not a time such as")]
    [InlineData("cases: [{ name: a, given: { time: 1969-11-20T10:00:00Z }, call: { tool: A }, expect: { rule: r } }]", "`time` is not between 1970 and 9998")]
    [InlineData("cases: [{ name: a, given: { user: { roles: [r] } }, call: { tool: A }, expect: { rule: r } }]", "`user` has no `id`")]
    [InlineData("cases: [{ name: a, given: { agent: { id: a, trusted: 1 } }, call: { tool: A }, expect: { rule: r } }]", "unknown key `trusted`")]
    [InlineData("cases: [{ name: a, given: { agent: { id: a, trust: 1 } }, call: { tool: A }, expect: { rule: r } }]", "`agent.trust` is not a string")]
    [InlineData("cases: [{ name: a, call: { tool: ~ }, expect: { rule: r } }]", "`tool` must be text: this is empty")]
    [InlineData("cases: [{ name: a, call: { tool: A, result: 1, error: no }, expect: { rule: r } }]", "error[misplaced_key]: the line has both `result` and `error`")]
    [InlineData("cases: [{ name: a, call: { tool: A, direct: 1 }, expect: { rule: r } }]", "`direct` is not true or false")]
    [InlineData("cases: [{ name: a, given: { tool: A }, call: { tool: A }, expect: { rule: r } }]", "unknown key `tool`")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { decision: permitted } }]", "`decision` cannot be `permitted`")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { decision: throttle } }]", "`decision` cannot be `throttle`")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { status: pending } }]", "`status` cannot be `pending`")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { rule: 7 } }]", "`rule` must be text")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { effective_args: 7 } }]", "`effective_args` must be a map")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { retry_after_seconds: soon } }]", "`retry_after_seconds` must be a whole number")]
    [InlineData("cases: [{ name: a, call: { tool: A }, expect: { observed: { reason: x } } }]", "unknown key `reason`")]
    [InlineData("cases: [{ name: a, name: b, call: { tool: A }, expect: { rule: r } }]", "duplicate key `name`")]
    [InlineData("cases: [{ name: a, call: { tool: A, args: { n: .nan } }, expect: { rule: r } }]", "cannot be held")]
    [InlineData("cases: [{ name: a, call: &x { tool: A }, expect: { rule: r } }]", "anchors are not part of policy documents")]
    public async Task Read_FileWithAnError_CannotRunAndShowsIt(string text, string message, string? help = null, bool isRefusedCall = false)
    {
        using var folder = new CaseFolder("rules: [{ id: a, tool: A, effect: allow }]", text);

        var result = await folder.TestAsync();

        // What `decide` leaves to the guard is no error of the file: the call is refused.
        Assert.Equal(isRefusedCall ? 1 : 2, result.ExitCode);
        Assert.True(isRefusedCall || result.Error.Contains(message, StringComparison.Ordinal), result.Error);
        Assert.True(help is null || result.Error.Contains($"help: {help}", StringComparison.Ordinal), result.Error);
    }

    [Theory]
    [InlineData("agent: { id: a, roles: 5 }", "4:37", "`agent.roles` is not an array of strings")]
    [InlineData("agent: { id: 5 }", "4:27", "`agent.id` is not a string")]
    [InlineData("user: { roles: [r] }", "4:20", "`user` has no `id`")]
    [InlineData("resource: order", "4:24", "`resource` is not an object")]
    public async Task Read_WrongFact_IsReportedOnceAtTheValue(string fact, string place, string problem)
    {
        using var folder = new CaseFolder(
            "rules: [{ id: a, tool: A, effect: allow }]",
            $"defaults: {{}}\ncases:\n  - name: a\n    given: {{ {fact} }}\n    earlier: [{{ tool: A }}]\n    call: {{ tool: A }}\n    expect: {{ rule: r }}\n");

        var error = (await folder.TestAsync()).Expect(2).Error;

        Assert.Contains($":{place}\n", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.EndsWith(problem, StringComparison.Ordinal));
        Assert.Single(error.Split('\n'), line => line.Contains("error[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_AgentWithAllItsFacts_IsTheAgentThatALineWouldGive()
    {
        using var folder = new CaseFolder(
            "agents: { x: { roles: [ra], trust: new, since: 2026-01-02 } }\nroles: { ra: { may: [A] } }\nrules: [{ id: a, tool: A, effect: allow }]",
            """
            cases:
              - name: the declared one
                given: { agent: { id: x, roles: [ra], trust: new, since: 2026-01-02 } }
                call: { tool: A, direct: true, needs_approval: false, follows_tool_results: true, source: sk }
                expect: { decision: allow }
              - name: another
                given: { agent: { id: x, trust: old } }
                call: { tool: A }
                expect: { code: agent_conflict }
              - name: the tool asks
                given: { session: s, agent: x, user: u }
                call: { tool: A, needs_approval: true }
                expect: { status: approval_pending }
            """);

        (await folder.TestAsync()).Expect(0);
    }

    [Fact]
    public async Task Read_SeveralFilesWithErrors_ShowsAllWithPlaceAndUnderline()
    {
        using var folder = new CaseFolder("rules: [{ id: a, tool: A, effect: allow }]", "cases:\n  - name: a\n    call: { tol: A }\n    expect: { rule: r }\n");
        var other = folder.Write("policies/tests/q.cases.yaml", "cases:\n  - nam: a\n    call: { tool: A }\n    expect: { rule: r }\n");

        var error = (await folder.TestAsync()).Expect(2).Error;

        Assert.Contains("p.cases.yaml:3:13\n  |     call: { tol: A }\n  |             ^^^\n  help: did you mean `tool`?\n", error, StringComparison.Ordinal);
        Assert.Contains($"{other}:2:5\n  |   - nam: a\n  |     ^^^\n  help: did you mean `name`?\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TwoCasesOfOneName_CannotRun()
    {
        using var folder = new CaseFolder("rules: [{ id: a, tool: A, effect: allow }]", """
            cases:
              - { name: a, call: { tool: A }, expect: { rule: a } }
              - { name: a, call: { tool: A }, expect: { rule: a } }
            """);

        Assert.Contains("another case is named `a`", (await folder.TestAsync()).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-58")]
    public async Task Cases_AreNoPolicies_AndChangeNoDigest()
    {
        using var folder = new CaseFolder("rules: [{ id: a, tool: A, effect: allow }]", "cases: [{ name: a, call: { tool: A }, expect: { rule: a } }]");
        var before = (await CliCall.RunAsync("check", folder.Policies, "--json")).Expect(0).Json.GetProperty("policy_digest").GetString();

        folder.Write("policies/tests/p.cases.yaml", "anything at all");

        Assert.Equal(before, (await CliCall.RunAsync("check", folder.Policies, "--json")).Expect(0).Json.GetProperty("policy_digest").GetString());
        folder.Write("policies/p.cases.yaml", "cases: []");
        (await CliCall.RunAsync("check", folder.Policies)).Expect(1);
    }
}
