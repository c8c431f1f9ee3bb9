namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private const string Large = """{"id":"c1","session":"s","tool":"Refunds.Issue","args":{"amount":900},"time":"2026-11-20T10:00:00Z"}""";

    private readonly TestFolder _folder = new();
    private readonly string _policy;

    public ExplainCommandTests() => _policy = _folder.Write("p.yaml", Policies.Refunds);

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "S1-24")]
    [Trait("Requirement", "S4-15")]
    public async Task Explain_DeniedCall_ShowsEveryRuleAndTheRefusal()
    {
        var result = (await CliProcess.RunAsync(["explain", "--policy", _policy, "--call", Large])).Expect(0);

        Assert.Equal(
            """
            Refunds.Issue: deny (denied)
            code: refund_over_cap
            rule: refunds/large
            reason: Refunds over 500 are never issued by an agent; 900.0 was asked for.

            rule            effect            outcome      condition
            refunds/small   allow             not matched  vars.amount < 100.0
            refunds/medium  require_approval  not matched  vars.amount >= 100.0 && vars.amount <= 500.0
            refunds/large   deny              matched      vars.amount > 500.0

            refunds.amount = 900.0

            The model is told:
            {"status":"denied","executed":false,"code":"refund_over_cap","message":"Refunds over 500 are never issued by an agent; 900.0 was asked for.","retry":"with_changes","allowed":{"amount":{"max":500}},"attempt":1,"decision_id":"01M7W6C3800000000000000001"}

            """,
            result.Output);
    }

    [Fact]
    [Trait("Requirement", "S4-31")]
    public async Task Explain_SimulatedCall_ShowsWhatTheModelGets()
    {
        var policy = _folder.Write("sandbox.yaml", """
            kernelguard: 1
            policy: sandbox
            tools: { Find: { recorded: [{ args: { id: 1 }, result: { total: 5 } }] } }
            rules: [{ id: r, tool: Find, effect: sandbox, sandbox: { from: recorded } }]
            """);

        var found = (await CliCall.RunAsync("explain", "--policy", policy, "--call", """{"tool":"Find","args":{"id":1}}""")).Expect(0);
        var missing = (await CliCall.RunAsync("explain", "--policy", policy, "--call", """{"tool":"Find","args":{"id":2}}""")).Expect(0);

        Assert.EndsWith("The tool does not run; the model gets:\n{\"total\":5}\n", found.Output, StringComparison.Ordinal);
        Assert.Contains("Find: deny (denied)\ncode: no_substitute\nrule: sandbox/r\n", missing.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was recorded for these arguments", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_PermittedCall_SaysThatItRuns()
    {
        var result = (await CliCall.RunAsync("explain", "--policy", _policy, "--call", """{"tool":"Orders.Find"}""")).Expect(0);

        Assert.StartsWith("Orders.Find: allow (permitted)\nrule: refunds/look-up\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("(always)", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("The call runs; the model gets the tool's result.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_FirstMatch_SaysWhyLaterRulesWereSkipped()
    {
        var policy = _folder.Write("first.yaml", """
            kernelguard: 1
            policy: first
            combine: first_match
            rules:
              - { id: stop, tool: Pay, effect: deny }
              - { id: go, tool: Pay, when: args.n == 1, effect: allow }
            """);

        var result = (await CliCall.RunAsync("explain", "--policy", policy, "--call", """{"tool":"Pay"}""")).Expect(0);

        Assert.Contains("first/go    allow   skipped: an earlier rule of its policy decided  args.n == 1", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S3-18")]
    public async Task Explain_MissingInput_ShowsTheCauseOfTheError()
    {
        var result = (await CliCall.RunAsync("explain", "--policy", _policy, "--call", """{"tool":"Refunds.Issue"}""")).Expect(0);

        Assert.StartsWith("Refunds.Issue: deny (guard_error)\ncode: rule_error\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("error: no_such_field:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_NoRule_SaysSo()
    {
        var result = (await CliCall.RunAsync("explain", "--policy", _policy, "--call", """{"tool":"Shell.Run"}""")).Expect(0);

        Assert.StartsWith("Shell.Run: deny (denied)\ncode: no_rule\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("No rule was asked", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Json_HasDecisionRulesVariablesAndRefusal()
    {
        var json = (await CliCall.RunAsync("explain", "--policy", _policy, "--call", Large, "--json")).Expect(0).Json;

        Assert.Equal(
            [
                "tool", "id", "session", "decision", "status", "code", "policy", "rule", "reason", "effective_args", "observed",
                "retry_after_seconds", "policy_digest", "decision_id", "rules", "vars", "refusal",
            ],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["not_matched", "not_matched", "matched"], json.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("outcome").GetString()));
        Assert.Equal("900.0", json.GetProperty("vars").GetProperty("refunds.amount").GetString());
        Assert.False(json.GetProperty("refusal").GetProperty("executed").GetBoolean());
    }

    [Fact]
    public async Task Explain_File_IsReadOverSeveralLines()
    {
        var call = _folder.Write("call.json", "\uFEFF{\n  \"tool\": \"Refunds.Issue\",\n  \"args\": {\n    \"amount\": NaN\n  }\n}\n");
        var result = (await CliCall.RunAsync("explain", "--policy", _policy, "--call", "@" + call)).Expect(0);

        Assert.Contains("code: invalid_number\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_StandardInput_IsRead() =>
        Assert.Contains(
            "code: refund_over_cap",
            (await CliCall.RunAsync(["explain", "--policy", _policy, "--call", "-"], Large)).Expect(0).Output,
            StringComparison.Ordinal);

    [Fact]
    public async Task Explain_Tools_ChecksArguments()
    {
        var tools = _folder.Write("tools.json", """[{"name":"Orders.Find"}]""");
        var result = (await CliCall.RunAsync("explain", "--policy", _policy, "--tools", tools, "--call", Large)).Expect(0);

        Assert.Contains("code: unknown_tool", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "the call cannot be read: the line is not valid JSON")]
    [InlineData("[]", "the call cannot be read: the line is not a JSON object")]
    [InlineData("""{"user_text":"hello"}""", "the call cannot be read: it has no `tool`")]
    [InlineData("", "the call cannot be read: ")]
    [InlineData("@missing.json", "cannot read `missing.json`")]
    public async Task Explain_UnreadableCall_CannotRun(string call, string message) =>
        Assert.StartsWith(
            $"error: {message}",
            (await CliCall.RunAsync("explain", "--policy", _policy, "--call", call)).Expect(2).Error,
            StringComparison.Ordinal);

    [Fact]
    public async Task Explain_BadPolicy_CannotRun()
    {
        var policy = _folder.Write("bad.yaml", "kernelguard: 2\n");

        Assert.Contains("error[", (await CliCall.RunAsync("explain", "--policy", policy, "--call", Large)).Expect(2).Error, StringComparison.Ordinal);
    }
}
