using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>Sandboxed calls that are answered by a recording, or by a result that is made up.</summary>
public sealed class SimulatedResultTests
{
    private const string Rehearsal = """
        kernelguard: 1
        policy: p
        tools:
          Find:
            args: { type: object, properties: { id: { type: integer }, all: { type: boolean, default: false } }, required: [id] }
            returns: { type: [object, "null"], properties: { total: { type: number } } }
          Bare: { labels: [untrusted], recorded: [{ args: { b: 1, a: { y: 2, x: [1.5] } }, result: { iban: LU-12, n: 1 } }] }
          Made: { returns: { type: object, properties: { id: { type: string, examples: [A-1] }, n: { type: integer, minimum: 3 } }, required: [id] } }
        rules:
          - { id: found, tool: Find, effect: sandbox, sandbox: { from: recorded } }
          - { id: bare, tool: Bare, effect: sandbox, sandbox: { from: recorded } }
          - { id: made, tool: [Made, Other], effect: sandbox, sandbox: { from: schema } }
          - { id: mail, tool: Mail, when: '!("untrusted" in session.labels)', effect: allow }
        """;

    private const string Recorded = """
        { "kernelguard": 1, "policy": "recorded", "tools": { "find": { "recorded": [
            { "args": { "id": 1 }, "result": { "total": 12.5 } },
            { "args": { "id": "2", "all": true }, "result": null } ] } } }
        """;

    private static readonly ResultSchema Returned = new(JsonElement.Parse("""{"type":"object","properties":{"state":{"enum":["open","closed"]}}}"""));

    [Theory]
    [InlineData("""{"id":1}""", """{"total":12.5}""")]
    [InlineData("""{"all":"false","ID":"1"}""", """{"total":12.5}""")]
    [InlineData("""{"id":2,"all":true}""", null)]
    [Trait("Requirement", "S4-30")]
    [Trait("Requirement", "S4-32")]
    public async Task Recorded_ArgumentsThatAreEqualOnceNormalised_GetTheResult(string arguments, string? result)
    {
        await using var kit = new TestGuard([Rehearsal, Recorded]);

        var outcome = await kit.CallAsAnnAsync("Find", arguments);

        Assert.Equal(result, outcome.Result?.ToString());
        Assert.Equal((true, false, 0, ResultSource.Recorded), (outcome.IsSimulated, outcome.Executed, kit.Tool.Count, outcome.Decision.Substitute!.From));
        Assert.Contains("\"outcome\":\"simulated\"", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
        Assert.Contains("\"substitute\":{\"from\":\"recorded\"}", kit.Ledger.Records[^2].Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Find", """{"id":2}""")]
    [InlineData("Find", """{"id":3}""")]
    [InlineData("Bare", """{"b":1,"a":{"y":2,"x":[1.5]},"c":null}""")]
    [InlineData("Bare", """{"b":1,"A":{"y":2,"x":[1.5]}}""")]
    [Trait("Requirement", "S4-36")]
    public async Task Recorded_OtherArguments_AreRefusedAndSaySo(string tool, string arguments)
    {
        await using var kit = new TestGuard([Rehearsal, Recorded]);

        var outcome = await kit.CallAsAnnAsync(tool, arguments);

        Assert.Equal((GuardCodes.NoSubstitute, 0, false), (outcome.Refusal!.Code, kit.Tool.Count, outcome.Decision.IsUnconditional));
        Assert.Equal("This call may only be simulated, and nothing was recorded for these arguments.", outcome.Refusal.Message);
    }

    [Fact]
    public async Task Recorded_OrderOfKeysAndFormOfNumbers_MakeNoDifference()
    {
        await using var kit = new TestGuard(Rehearsal);

        Assert.True((await kit.CallAsAnnAsync("Bare", """{"a":{"x":[15e-1],"y":2.0},"b":1}""")).IsSimulated);
    }

    [Fact]
    public async Task Recorded_SchemaComesWithTheCall_BothAreNormalisedByIt()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            tools: { T: { recorded: [{ args: { N: "5" }, result: five }, { args: { n: 5, unit: kg }, result: again }, { args: { n: many }, result: none }] } }
            rules: [{ id: r, tool: T, effect: sandbox, sandbox: { from: recorded } }]
            """);
        var schema = new ArgumentSchema(JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"},"unit":{"type":"string","default":"kg"}}}"""));
        var call = new ToolCall("T", new Dictionary<string, object?> { ["n"] = 5 });

        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsync(call)).Refusal!.Code);
        Assert.Equal("five", (await kit.CallAsync(new ToolCall("T", call.Arguments) { Schema = schema })).Result);
    }

    [Fact]
    public async Task Recorded_IsJudgedAndFoundByWhatTransformsMakeOfTheCall()
    {
        await using var kit = new TestGuard(Rehearsal + "\n  - { id: cap, tool: Find, effect: transform, transform: [{ clamp: args.id, max: 1 }] }", options => { });
        await using var with = new TestGuard([Rehearsal + "\n  - { id: cap, tool: Find, effect: transform, transform: [{ clamp: args.id, max: 1 }] }", Recorded]);

        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsAnnAsync("Find", """{"id":9}""")).Refusal!.Code);
        Assert.Equal("""{"total":12.5}""", (await with.CallAsAnnAsync("Find", """{"id":9}""")).Result!.ToString());
    }

    [Fact]
    public async Task Recorded_IsRedactedAndMarksTheSessionLikeTheToolsOwnResult()
    {
        await using var kit = new TestGuard(Rehearsal + "\n  - { id: hide, tool: Bare, effect: transform, transform: [{ redact: result.iban }] }");
        Assert.True((await kit.CallAsAnnAsync("Mail")).Executed);

        var outcome = await kit.CallAsAnnAsync("Bare", """{"b":1,"a":{"y":2,"x":[1.5]}}""");

        Assert.Equal("""{"iban":"[redacted]","n":1}""", outcome.Result!.ToString());
        Assert.True(outcome.IsSimulated);
        Assert.DoesNotContain(kit.Ledger.Records, record => record.Text().Contains("LU-12", StringComparison.Ordinal));
        Assert.Equal(GuardCodes.NoRule, (await kit.CallAsAnnAsync("Mail")).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S4-31")]
    public async Task Schema_OfTheDocument_AnswersWithAValueThatFits()
    {
        await using var kit = new TestGuard(Rehearsal);

        var outcome = await kit.CallAsync(new ToolCall("Made") { Returns = Returned });

        Assert.Equal("""{"id":"A-1","n":3}""", outcome.Result!.ToString());
        Assert.Equal((true, 0, ResultSource.Schema), (outcome.IsSimulated, kit.Tool.Count, outcome.Decision.Substitute!.From));
        Assert.Contains("\"substitute\":{\"from\":\"schema\"}", kit.Ledger.Records[^2].Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-31")]
    public async Task Schema_OfTheHost_AnswersWhereNoDocumentHasOne()
    {
        var listed = JsonElement.Parse("""{"type":"integer","minimum":7}""");
        await using var kit = new TestGuard(Rehearsal, options => options.Tools = [new ToolDescriptor("Other", returns: listed), new ToolDescriptor("Made", returns: listed)]);
        await using var open = new TestGuard(Rehearsal);

        Assert.Equal(7L, (await kit.CallAsync(new ToolCall("Other") { Returns = Returned })).Result);
        Assert.Equal("""{"id":"A-1","n":3}""", (await kit.CallAsync("Made")).Result!.ToString());
        Assert.Equal("""{"state":"open"}""", (await open.CallAsync(new ToolCall("Other") { Returns = Returned })).Result!.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("""{"type":"objekt"}""")]
    [InlineData("""{"type":"string","pattern":"^\\p{Lu}$"}""")]
    [Trait("Requirement", "S4-36")]
    public async Task Schema_ThatNothingCanBeMadeOf_RefusesTheCall(string? schema)
    {
        await using var kit = new TestGuard(Rehearsal);

        var outcome = await kit.CallAsync(new ToolCall("Other") { Returns = schema is null ? null : new ResultSchema(JsonElement.Parse(schema)) });

        Assert.Equal((GuardCodes.NoSubstitute, 0), (outcome.Refusal!.Code, kit.Tool.Count));
        Assert.Equal("This call may only be simulated, and no result of the tool could be made up.", outcome.Refusal.Message);
    }

    [Fact]
    [Trait("Requirement", "S4-36")]
    public async Task SeveralSandboxes_OneHasNothing_RefusesWhicheverComesFirst()
    {
        const string Both = """
            kernelguard: 1
            policy: p
            rules:
              - { id: a, tool: T, effect: sandbox, sandbox: { result: 1 } }
              - { id: b, tool: T, effect: sandbox, sandbox: { from: recorded } }
              - { id: c, tool: T, effect: sandbox, sandbox: { result: 2 } }
            """;
        await using var kit = new TestGuard(Both);
        await using var with = new TestGuard([Both, """{"kernelguard":1,"policy":"q","tools":{"T":{"recorded":[{"args":{},"result":3}]}}}"""]);

        Assert.Equal("b", (await kit.CallAsync("T")).Decision.Rule!.RuleId);
        Assert.Equal((1L, "a"), ((await with.CallAsync("T")).Result, (await with.CallAsync("T")).Decision.Rule!.RuleId));
    }

    [Fact]
    public void HostsSchema_FixedResultDoesNotFit_NoGuardIsMade()
    {
        var thrown = Assert.Throws<PolicyLoadException>(() => new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: \"T*\", effect: sandbox, sandbox: { result: five } }]",
            options => options.Tools = [new ToolDescriptor("T1", returns: JsonElement.Parse("""{"type":"string"}""")), new ToolDescriptor("T2", returns: JsonElement.Parse("""{"type":"integer"}"""))]));

        Assert.Equal(DiagnosticCodes.ResultMismatch, Assert.Single(thrown.Diagnostics).Code);
        Assert.Contains("this does not fit what `T2` returns: `result` has the type string: send integer", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostsSchema_RecordingsDoNotFit_NoGuardIsMade()
    {
        var thrown = Assert.Throws<PolicyLoadException>(() => new TestGuard(
            [Rehearsal, """{"kernelguard":1,"policy":"q","tools":{"Other":{"recorded":[{"args":{"n":1},"result":"x"},{"args":{"n":"1"},"result":5},{"args":{"m":1},"result":5}]}}}"""],
            options => options.Tools =
            [
                new ToolDescriptor("Other", null, JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"}}}"""), JsonElement.Parse("""{"type":"integer"}""")),
            ]));

        Assert.Equal(
            [DiagnosticCodes.ResultMismatch, DiagnosticCodes.DuplicateRecording, DiagnosticCodes.ArgumentMismatch], thrown.Diagnostics.Select(finding => finding.Code));
    }

    [Fact]
    public void HostsSchema_ThatCannotBeUsed_NoGuardIsMade()
    {
        var thrown = Assert.Throws<PolicyLoadException>(
            () => new TestGuard(Rehearsal, options => options.Tools = [new ToolDescriptor("Other", returns: JsonElement.Parse("""{"type":"objekt"}"""))]));

        Assert.Contains("the schema of the result of `Other` cannot be used: `#`: there is no type `objekt`", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostsSchema_NothingCanBeMadeOfIt_RefusesTheCallOnly()
    {
        await using var kit = new TestGuard(
            Rehearsal, options => options.Tools = [new ToolDescriptor("Other", returns: JsonElement.Parse("""{"type":"string","pattern":"^\\p{Lu}$"}"""))]);

        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsync("Other")).Refusal!.Code);
    }

    [Fact]
    public async Task RuleInCode_ReachesTheSameResults()
    {
        await using var kit = new TestGuard(
            ["kernelguard: 1\npolicy: p\ntools: { T: { returns: { type: integer }, recorded: [{ args: { n: 1 }, result: 5 }] } }\nrules: [{ id: r, tool: X, effect: deny }]"],
            options =>
            {
                options.Rules.Add(Rule("a").When(call => call.Arguments.Has("n")).Sandbox(new() { From = ResultSource.Recorded }));
                options.Rules.Add(Rule("b").When(call => call.Arguments.Has("made")).Sandbox(new() { From = ResultSource.Schema }));
                options.Rules.Add(Rule("c").When(call => call.Arguments.Has("none")).Sandbox(new()));
            });

        Assert.Equal(5L, (await kit.CallAsync("T", """{"n":1}""")).Result);
        Assert.Equal(0L, (await kit.CallAsync("T", """{"made":1}""")).Result);
        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsync("T", """{"n":2}""")).Refusal!.Code);
        Assert.Equal(GuardCodes.NoSubstitute, (await kit.CallAsync("T", """{"none":2}""")).Refusal!.Code);

        static GuardRuleBuilder Rule(string id) => GuardRules.Define(id, "1").For("T");
    }

    [Fact]
    public async Task Decide_Recorded_TellsTheResultBeforehand()
    {
        await using var kit = new TestGuard([Rehearsal, Recorded]);
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");

        var decision = await kit.Guard.DecideAsync(ToolCall.FromJson("Find", """{"id":1}"""), TestGuard.Cancellation);

        Assert.Equal((DecisionStatus.Permitted, true), (decision.Status, decision.Substitute!.HasResult));
        Assert.Equal(12.5, Assert.IsType<FrozenObject>(decision.Substitute.Result)["total"]);
    }
}
