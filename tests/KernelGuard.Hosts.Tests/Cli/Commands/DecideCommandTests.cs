using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class DecideCommandTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "id", "session", "decision", "status", "code", "policy", "rule", "reason", "effective_args", "observed", "retry_after_seconds",
        "policy_digest", "decision_id",
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "S1-24")]
    [Trait("Requirement", "S4-15")]
    [Trait("Requirement", "S4-16")]
    public async Task Decide_GoldenCalls_GivesGoldenDecisions()
    {
        var result = (await CliProcess.RunAsync(GoldenFiles.Decide)).Expect(2);

        Assert.Equal(GoldenFiles.Expected, result.Output);
        Assert.Equal("error: lines that could not be read: 3; the first is line 25: the line is not valid JSON at byte 2\n", result.Error);
    }

    [Fact]
    [Trait("Requirement", "S4-30")]
    [Trait("Requirement", "S4-36")]
    public async Task Decide_Sandbox_IsPermittedWhereSomethingStandsIn()
    {
        var folder = Path.GetDirectoryName(_folder.Write("policy.yaml", """
            kernelguard: 1
            policy: sandbox
            tools:
              Find: { args: { type: object, properties: { id: { type: integer } } } }
              Make: { returns: { type: integer } }
            rules:
              - { id: found, tool: Find, effect: sandbox, sandbox: { from: recorded } }
              - { id: made, tool: Make, effect: sandbox, sandbox: { from: schema } }
            """))!;
        _folder.Write("recorded.json", """{"kernelguard":1,"policy":"recorded","tools":{"Find":{"recorded":[{"args":{"id":1},"result":5}]}}}""");
        string[] calls = ["""{"tool":"Find","args":{"id":"1"}}""", """{"tool":"Find","args":{"id":2}}""", """{"tool":"Make"}"""];

        var decisions = (await CliCall.RunAsync(["decide", "--policy", folder, "--calls", "-"], string.Join('\n', calls))).Expect(0).JsonLines;

        Assert.Equal(
            ["sandbox permitted  {\"id\":1}", "deny denied no_substitute ", "sandbox permitted  {}"],
            decisions.Select(line => $"{line.GetProperty("decision")} {line.GetProperty("status")} {line.GetProperty("code")} {line.GetProperty("effective_args")}"));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public async Task Decide_OtherCulture_GivesTheSameBytes(string culture)
    {
        Assert.Equal(GoldenFiles.Expected, (await CliProcess.RunAsync(GoldenFiles.Decide, culture: culture.Replace('-', '_'))).Output);

        using var _ = Cultures.Use(culture);
        Assert.Equal(GoldenFiles.Expected, (await CliCall.RunAsync(GoldenFiles.Decide)).Output);
    }

    [Fact]
    public async Task Decide_StandardInput_GivesTheSameBytes()
    {
        var result = await CliCall.RunAsync(
            ["decide", "--policy", GoldenFiles.Policy, "--calls", "-", "--tools", GoldenFiles.Tools],
            await File.ReadAllBytesAsync(GoldenFiles.Calls, TestContext.Current.CancellationToken));

        Assert.Equal(GoldenFiles.Expected, result.Output);
    }

    [Theory]
    [InlineData("\"x\"", null)]
    [InlineData("{\"id\":\"x\"}", null)]
    [InlineData("{\"id\":\"x\",\"roles\":[\"ra\"],\"trust\":\"new\",\"since\":\"2026-01-02\"}", null)]
    [InlineData("{\"id\":\"x\",\"since\":\"2026-01-02T01:00:00+01:00\"}", null)]
    [InlineData("{\"id\":\"x\",\"roles\":[\"rb\"]}", "agent_conflict")]
    [InlineData("{\"id\":\"x\",\"trust\":\"old\"}", "agent_conflict")]
    [InlineData("{\"id\":\"x\",\"since\":\"2026-01-03\"}", "agent_conflict")]
    [InlineData("{\"id\":\"y\"}", "unknown_agent")]
    public async Task Decide_AgentWhereAgentsAreDeclared_MustBeTheDeclaredOne(string agent, string? code)
    {
        var policy = _folder.Write("agents.yaml", """
            kernelguard: 1
            policy: p
            agents:
              x: { roles: [ra], trust: new, since: 2026-01-02 }
            roles:
              ra: { may: [A.A] }
              rb: { may: [A.A] }
            rules: [{ id: a, tool: A.A, effect: allow }]
            """);

        var calls = $$"""{"tool":"A.A","agent":{{agent}}}""";
        var result = (await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], calls)).Expect(0);
        var explained = (await CliCall.RunAsync("explain", "--policy", policy, "--call", calls)).Expect(0);

        Assert.Equal(code, result.Json.GetProperty("code").GetString());
        Assert.Contains(code is null ? "allow" : code, explained.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"x\"", "unknown_agent")]
    [InlineData("{\"id\":\"x\",\"roles\":[\"ra\"]}", null)]
    public async Task Decide_AgentWithRoles_HoldsThemWhereNoAgentsAreDeclared(string agent, string? code)
    {
        var policy = _folder.Write("roles.yaml", "kernelguard: 1\npolicy: p\nroles:\n  ra: { may: [A.A] }\nrules: [{ id: a, tool: A.A, effect: allow }]\n");

        var result = (await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], $$"""{"tool":"A.A","agent":{{agent}}}""")).Expect(0);

        Assert.Equal(code, result.Json.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("", "allow", null)]
    [InlineData("\"source\":\"sk\",", "allow", null)]
    [InlineData("\"source\":\"mcp:evil\",", "deny", "wrong_source")]
    public async Task Decide_SourceThatPoliciesPin_IsTakenForGrantedWhereTheLineDoesNotSay(string source, string decision, string? code)
    {
        var policy = _folder.Write("p.yaml", "kernelguard: 1\npolicy: p\ntools: { Mail: { source: sk, also: [mail_send] } }\nrules: [{ id: r, tool: Mail, effect: allow }]\n");
        var calls = _folder.Write("c.jsonl", $"{{\"tool\":\"Mail\",{source}\"args\":{{}}}}\n{{\"tool\":\"MAIL_SEND\",{source}\"args\":{{}}}}\n");

        Assert.All((await CliCall.RunAsync("decide", "--policy", policy, "--calls", calls)).Expect(0).JsonLines, line =>
            Assert.Equal((decision, code), (line.GetProperty("decision").GetString(), line.GetProperty("code").GetString())));
    }

    [Fact]
    public async Task Decide_EveryDecision_HasEveryKeyInOrder() => Assert.All(
        (await CliCall.RunAsync(GoldenFiles.Decide)).JsonLines.Where(line => !line.TryGetProperty("error", out _)),
        line => Assert.Equal(Keys, line.EnumerateObject().Select(member => member.Name)));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"tool\":7}")]
    [InlineData("{\"tool\":\"t\",\"session\":\"\\ud800\"}")]
    [InlineData("{\"tool\":\"t\",\"args\":{\"a\":\"")]
    public async Task Decide_BrokenLine_IsAnsweredInItsPlaceAndTheRestGoesOn(string broken)
    {
        var result = (await DecideAsync($"{Call(1)}\n{broken}\n{Call(2)}\n")).Expect(2);

        Assert.Equal(3, result.JsonLines.Count);
        Assert.Equal(["error", "line"], result.JsonLines[1].EnumerateObject().Select(member => member.Name));
        Assert.Equal(2, result.JsonLines[1].GetProperty("line").GetInt32());
        Assert.Equal("allow", result.JsonLines[2].GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Decide_InvalidUtf8_IsABrokenLine()
    {
        byte[] input = [.. "{\"tool\":\"a\",\"id\":\""u8, 0xFF, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Call(1))];
        var result = (await DecideAsync(input)).Expect(2);

        Assert.Equal("the line is not valid UTF-8", result.JsonLines[0].GetProperty("error").GetString());
        Assert.Equal("allow", result.JsonLines[1].GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Decide_LineOver16MiB_IsABrokenLine()
    {
        var result = (await DecideAsync($$$"""{"tool":"t","args":{"a":"{{{new string('x', 17 * 1024 * 1024)}}}"}}""" + "\n" + Call(1))).Expect(2);

        Assert.Equal("the line is longer than 16777216 bytes", result.JsonLines[0].GetProperty("error").GetString());
        Assert.Equal("allow", result.JsonLines[1].GetProperty("decision").GetString());
    }

    [Theory]
    [InlineData("{\"a\":NaN}", "invalid_number")]
    [InlineData("{\"a\":-Infinity}", "invalid_number")]
    [InlineData("{\"a\":1,\"a\":2}", "duplicate_key")]
    [InlineData("{\"a\":1,\"A\":2}", "ambiguous_argument")]
    [InlineData("{\"a\":\"\\ud800\"}", "invalid_text")]
    [InlineData("{\"a\":9007199254740993}", "number_out_of_range")]
    [InlineData("{\"a\":1} trailing", "malformed_arguments")]
    [InlineData("{\"a\":01}", "malformed_arguments")]
    [InlineData("{'a':1}", "malformed_arguments")]
    [InlineData("null", "malformed_arguments")]
    [InlineData("\"text\"", "malformed_arguments")]
    [InlineData("[]", "malformed_arguments")]
    [InlineData("True", "malformed_arguments")]
    public async Task Decide_BadArguments_AreDeniedWithACode(string args, string code)
    {
        var decision = Assert.Single((await DecideAsync($$"""{"id":"x","args":{{args}},"tool":"t"}""")).Expect(0).JsonLines);

        Assert.Equal(("x", "deny", "denied", code), (Text(decision, "id"), Text(decision, "decision"), Text(decision, "status"), Text(decision, "code")));
        Assert.Null(Text(decision, "rule"));
        Assert.Null(Text(decision, "effective_args"));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public async Task Decide_DeepArguments_AreDenied(int depth)
    {
        var args = $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        var decision = Assert.Single((await DecideAsync($$"""{"tool":"t","args":{{args}}}""")).Expect(0).JsonLines);

        Assert.Matches("^(arguments_too_deep|malformed_arguments)$", Text(decision, "code"));
    }

    [Fact]
    public void Decide_AnyLine_GetsOneAnswer() => Prop.ForAll<byte[], bool>((noise, isArguments) =>
    {
        // Raw bytes test the envelope; bytes of a small alphabet are likely to be almost JSON.
        byte[] piece = [.. noise.Select(b => isArguments ? (byte)"{}[]:,\"\\ a1x"[b % 12] : b).Where(b => b is not (byte)'\n')];
        byte[] input = [.. """{"tool":"t","args":"""u8, .. piece, .. "}\n"u8, .. Encoding.UTF8.GetBytes(Call(1))];
        var result = DecideAsync(input).GetAwaiter().GetResult();

        return result.ExitCode is 0 or 2 && result.JsonLines.Count == 2 && Text(result.JsonLines[1], "decision") == "allow";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Decide_BlankLinesAndUserText_GiveNoOutput() =>
        Assert.Empty((await DecideAsync("\n  \t\r\n{\"session\":\"s\",\"user_text\":\"hello\"}\n\n")).Expect(0).Output);

    [Fact]
    public async Task Decide_Denial_IsFine()
    {
        var policy = _folder.Write("p.yaml", Policies.Refunds);
        (await CliProcess.RunAsync(["decide", "--policy", policy, "--calls", "-"], "{\"tool\":\"Shell.Run\"}\n")).Expect(0);
    }

    [Fact]
    public async Task Decide_History_IsKeptPerSession()
    {
        var policy = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            rules:
              - { id: some, tool: t, when: session.calls < 2, effect: allow }
            """);
        var calls = "abaabb".Select(session => $$"""{"session":"{{session}}","tool":"t"}""");
        var result = (await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], string.Join('\n', calls))).Expect(0);

        Assert.Equal(["allow", "allow", "allow", "deny", "allow", "deny"], result.JsonLines.Select(line => Text(line, "decision")));
    }

    [Fact]
    public async Task Decide_RecordedFailure_IsAPermittedCall()
    {
        var decision = Assert.Single((await DecideAsync("""{"tool":"t","args":{"a":1},"error":"it broke","time":"2026-11-20T10:00:00Z"}""")).Expect(0).JsonLines);

        Assert.Equal(("allow", "permitted", "01M7W6C3800000000000000001"), (Text(decision, "decision"), Text(decision, "status"), Text(decision, "decision_id")));
    }

    [Fact]
    public async Task Decide_RecordedFailureOfDeniedCall_IsDenied()
    {
        var policy = _folder.Write("p.yaml", Policies.Refunds);
        var result = await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], """{"tool":"Shell.Run","error":"it broke"}""");

        Assert.Equal("no_rule", Text(Assert.Single(result.Expect(0).JsonLines), "code"));
    }

    [Fact]
    public async Task Decide_ObservedSet_LetsRunAndSaysWhatWouldHaveBeen()
    {
        var policy = _folder.Write("p.yaml", Policies.Refunds.Replace("policy: refunds", "policy: refunds\nset: { mode: observe }", StringComparison.Ordinal));
        var result = await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], """{"tool":"Refunds.Issue","args":{"amount":900}}""");
        var decision = Assert.Single(result.Expect(0).JsonLines);

        Assert.Equal(("allow", "permitted"), (Text(decision, "decision"), Text(decision, "status")));
        Assert.Equal("""{"decision":"deny","code":"refund_over_cap","policy":"refunds","rule":"large"}""", Text(decision, "observed"));
    }

    [Fact]
    public async Task Decide_ManyPendingAndExpired_AllNeedApproval()
    {
        var policy = _folder.Write("p.yaml", Policies.Refunds);
        var calls = Enumerable.Range(0, 25).Select(
            i => $$$"""{"session":"s","tool":"Refunds.Issue","args":{"amount":{{{100 + (i % 24)}}}},"time":"2026-11-{{{i + 1:D2}}}T10:00:00Z"}""");
        var decisions = (await CliCall.RunAsync(["decide", "--policy", policy, "--calls", "-"], string.Join('\n', calls))).Expect(0).JsonLines;

        Assert.All(decisions, decision => Assert.Equal("require_approval", Text(decision, "decision")));
        Assert.All(decisions, decision => Assert.Equal(("approval_pending", "approval_required"), (Text(decision, "status"), Text(decision, "code"))));
    }

    [Fact]
    public async Task Decide_Summary_GoesToStandardErrorBesideDecisions()
    {
        var result = (await CliCall.RunAsync([.. GoldenFiles.Decide, "--summary"])).Expect(2);

        Assert.Equal(GoldenFiles.Expected, result.Output);
        Assert.Contains("Refunds.Issue  golden/large", result.Error, StringComparison.Ordinal);
        Assert.Contains("calls judged: 31; lines that could not be read: 3\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_QuietSummary_GoesToStandardOutput()
    {
        var result = (await CliCall.RunAsync([.. GoldenFiles.Decide, "--summary", "--quiet"])).Expect(2);

        Assert.StartsWith("tool           rule                 decision          code                 calls\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("error: lines that could not be read: 3", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_SummaryOfHostileToolName_HasNoEscapeSequences()
    {
        var result = await DecideAsync("""{"tool":"\u001b[2J\u202e"}""", "--summary", "--quiet");

        Assert.Contains(@"\u001b[2J\u202e", result.Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_Evidence_CanBeVerified()
    {
        var ledger = _folder["ledger"];
        (await CliCall.RunAsync([.. GoldenFiles.Decide, "--evidence", ledger])).Expect(2);
        var verified = (await CliCall.RunAsync("audit", "verify", ledger, "--json")).Expect(0).Json;

        Assert.True(verified.GetProperty("ok").GetBoolean());
        Assert.Equal(62, verified.GetProperty("records").GetInt32());
        Assert.Equal(0, verified.GetProperty("open_decisions").GetArrayLength());
    }

    [Fact]
    public async Task Decide_EvidenceInUsedFolder_CannotRun()
    {
        var ledger = _folder["ledger"];
        (await DecideAsync(Call(1), "--evidence", ledger)).Expect(0);

        Assert.Contains("already holds a ledger", (await DecideAsync(Call(1), "--evidence", ledger)).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_EvidenceInAFile_CannotRun() =>
        (await DecideAsync(Call(1), "--evidence", _folder.Write("file", "text"))).Expect(2);

    [Theory]
    [InlineData("kernelguard: 2\n", "error[")]
    [InlineData("kernelguard: 1\npolicy: p\nrules:\n  - { id: a, tool: t, effect: deny }\n", "error: ")]
    public async Task Decide_UnusablePolicy_CannotRunAndJudgesNothing(string text, string message)
    {
        var result = (await CliCall.RunAsync(["decide", "--policy", _folder.Write("bad.yaml", text), "--calls", "-"], Call(1))).Expect(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("{}", ":1:1: ")]
    [InlineData("""[{"name":"t"},{"name":"T"}]""", "error: ")]
    public async Task Decide_UnusableTools_CannotRun(string tools, string message) =>
        Assert.Contains(message, (await DecideAsync(Call(1), "--tools", _folder.Write("tools.json", tools))).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Decide_MissingCalls_CannotRun()
    {
        var policy = _folder.Write("p.yaml", Policies.Permissive);

        Assert.StartsWith(
            "error: cannot read `",
            (await CliCall.RunAsync("decide", "--policy", policy, "--calls", _folder["missing.jsonl"])).Expect(2).Error,
            StringComparison.Ordinal);
        (await CliCall.RunAsync("decide", "--policy", policy, "--calls", _folder.Path)).Expect(2);
    }

    private static string Call(int number) => $$$"""{"id":"c{{{number}}}","session":"s","tool":"t","args":{"n":{{{number}}}}}""";

    private static string? Text(JsonElement line, string key) => line.GetProperty(key) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        var other => other.GetRawText(),
    };

    private Task<CliResult> DecideAsync(string input, params string[] options) => DecideAsync(Encoding.UTF8.GetBytes(input), options);

    private Task<CliResult> DecideAsync(byte[] input, params string[] options) => CliCall.RunAsync(
        ["decide", "--policy", _folder.Write("permissive.yaml", Policies.Permissive), "--calls", "-", .. options], input);
}
