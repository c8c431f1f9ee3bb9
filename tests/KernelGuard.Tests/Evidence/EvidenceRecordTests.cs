using System.Buffers;
using System.Text;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Records;
using Xunit;

namespace KernelGuard.Tests.Evidence;

public sealed class EvidenceRecordTests
{
    private static readonly RuleReference Cap = new("support", "cap", Effect.Deny, GuardMode.Observe);

    [Fact]
    [Trait("Requirement", "S4-69")]
    [Trait("Requirement", "S4-70")]
    [Trait("Requirement", "S4-71")]
    [Trait("Requirement", "S4-72")]
    [Trait("Requirement", "S4-73")]
    [Trait("Requirement", "S2-17")]
    public void WriteLine_DecisionWithEverything_HoldsItAll()
    {
        var record = Parse(Full(CaptureMode.Redacted));

        Assert.Equal("Refunds.Issue", record.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal("""{"amount":90,"password":{"$redacted":"sha256:""", record.GetProperty("arguments").GetRawText()[..45]);
        Assert.Equal(CanonicalJson.Hash(record.GetProperty("arguments")), record.GetProperty("input_hash").GetString());
        Assert.Contains("args.password", record.GetProperty("redacted").EnumerateArray().Select(static item => item.GetProperty("path").GetString()));
        Assert.Equal(["not_matched", "error"], record.GetProperty("rules").EnumerateArray().Select(static rule => rule.GetProperty("result").GetString()));
        Assert.Equal("support", Assert.Single(record.GetProperty("policies").EnumerateArray()).GetString());
        Assert.Equal("prod", record.GetProperty("env").GetProperty("name").GetString());
        Assert.Equal("90", record.GetProperty("variables").GetProperty("support.amount").GetString());
        Assert.Equal("clerk", record.GetProperty("user").GetProperty("roles")[0].GetString());
        Assert.Equal("support-bot", record.GetProperty("agent").GetProperty("id").GetString());
        Assert.Equal("deny", record.GetProperty("observed").GetProperty("effect").GetString());
        Assert.Equal(EvidenceSamples.Id(1).ToTraceId(), record.GetProperty("trace_id").GetString());
        Assert.Equal("2026-11-20T12:00:00.0000000Z", record.GetProperty("time").GetString());
        Assert.Equal(80, record.GetProperty("effective_arguments").GetProperty("amount").GetInt32());
    }

    [Theory]
    [InlineData(CaptureMode.Full, true)]
    [InlineData(CaptureMode.Redacted, false)]
    [InlineData(CaptureMode.HashOnly, false)]
    public void WriteLine_SecretAnywhere_IsInNoTextUnlessCapturedInFull(CaptureMode mode, bool contained)
    {
        var line = Line(Full(mode));

        Assert.Equal(contained, line.Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal(mode != CaptureMode.HashOnly, line.Contains("clerk-of", StringComparison.Ordinal));
    }

    [Fact]
    public void WriteLine_UnchangedEffectiveArguments_AreLeftOut() =>
        Assert.False(Parse(EvidenceSamples.DecisionRecord()).TryGetProperty("effective_arguments", out _));

    [Fact]
    [Trait("Requirement", "S2-16")]
    public void WriteLine_Outcome_HasTheHashOfTheOutput()
    {
        var record = Parse(EvidenceSamples.OutcomeRecord(1, EvidenceSamples.Object(("b", 2L), ("a", 1L))));

        Assert.Equal(CanonicalJson.Hash(EvidenceSamples.Object(("a", 1L), ("b", 2L))), record.GetProperty("output_hash").GetString());
        Assert.False(record.TryGetProperty("output", out _));
    }

    [Fact]
    public void WriteLine_OutcomeOfAFailure_HasNoOutputHash()
    {
        var outcome = new CallOutcome(OutcomeKind.Failed) { ErrorType = "System.IO.IOException", Duration = TimeSpan.FromMilliseconds(1.5) };
        var record = Parse(new OutcomeRecord(EvidenceSamples.Noon, new(EvidenceSamples.Id(1), "t"), outcome, EvidenceSamples.Plan()));

        Assert.False(record.TryGetProperty("output_hash", out _));
        Assert.Equal(1.5, record.GetProperty("duration_ms").GetDouble());
        Assert.Equal("System.IO.IOException", record.GetProperty("error_type").GetString());
    }

    [Fact]
    public void WriteLine_HalfSurrogatesFromOutside_AreReplaced()
    {
        var request = new ToolCallRequest(EvidenceSamples.Id(1), EvidenceSamples.Noon, new ToolFacts("x\ud800"), FrozenObject.Empty, new Caller("\udc00", null, null));

        var record = Parse(new DecisionRecord(EvidenceSamples.Noon, request, EvidenceSamples.Decide(request), EvidenceSamples.Plan()));

        Assert.Equal("x\ufffd", record.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal("\ufffd", record.GetProperty("session").GetString());
    }

    [Fact]
    public void WriteLine_Twice_GivesTheSameCommitments()
    {
        var record = new DecisionRecord(
            EvidenceSamples.Noon,
            EvidenceSamples.Request(1, EvidenceSamples.Object(("token", "abc"))),
            EvidenceSamples.Decide(EvidenceSamples.Request(1)),
            new CapturePlan(new EvidenceCapture()));

        Assert.Equal(Line(record), Line(record));
    }

    [Theory]
    [InlineData(CaptureMode.Full)]
    [InlineData(CaptureMode.Redacted)]
    [InlineData(CaptureMode.HashOnly)]
    public void WriteLine_EveryRecord_FitsTheSchemaAndIsCanonical(CaptureMode mode)
    {
        var schema = EvidenceDocuments.Schema();
        EvidenceRecord[] records =
        [
            Full(mode),
            EvidenceSamples.DecisionRecord(),
            EvidenceSamples.OutcomeRecord(),
            new OutcomeRecord(EvidenceSamples.Noon, new(EvidenceSamples.Id(1), "t"), new CallOutcome(OutcomeKind.Executed)
            {
                Output = EvidenceSamples.Object(("secret", "x")), Code = "c", Duration = TimeSpan.FromSeconds(1), TicketId = "t-1",
            }, EvidenceSamples.Plan(mode, includeOutput: true)),
            new NoteRecord(EvidenceSamples.Noon, "halt", EvidenceSamples.Object(("reason", "test"), ("token", "x")), EvidenceSamples.Plan(mode)),
            new RecoveryRecord(EvidenceSamples.Noon, "segment", 12, "torn"),
        ];

        foreach (var record in records)
        {
            Assert.Empty(schema.Validate(Parse(record)));
            Assert.Equal(CanonicalJson.ToText(JsonFrozen(Parse(record))), Line(record));
        }
    }

    [Theory]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":2,"type":"recovery","seq":0,"time":"2026-11-20T12:00:00.0000000Z","prev":"sha256:0000000000000000000000000000000000000000000000000000000000000000","segment":"s","bytes":1,"kept_as":"t"}""")]
    [InlineData("""{"v":1,"type":"recovery","seq":0,"time":"2026-11-20T12:00:00Z","prev":"sha256:0000000000000000000000000000000000000000000000000000000000000000","segment":"s","bytes":1,"kept_as":"t"}""")]
    [InlineData("""{"v":1,"type":"recovery","seq":0,"time":"2026-11-20T12:00:00.0000000Z","prev":"sha256:0000000000000000000000000000000000000000000000000000000000000000","segment":"s","bytes":1,"kept_as":"t","x":1}""")]
    public void Schema_OtherRecords_DoNotFit(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.NotEmpty(EvidenceDocuments.Schema().Validate(document.RootElement));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public void WriteLine_UnderACulture_IsTheSame(string culture)
    {
        var expected = Line(Full(CaptureMode.Redacted));

        Assert.Equal(expected, Cultures.Run(culture, () => Line(Full(CaptureMode.Redacted))));
    }

    private static DecisionRecord Full(CaptureMode mode)
    {
        var facts = EvidenceSamples.Object(("name", "prod"), ("api_key", "hunter2"));
        var caller = new Caller(
            "s1",
            EvidenceSamples.Agent("support-bot", EvidenceSamples.Object(("pwd", "hunter2"))),
            EvidenceSamples.User("u7", EvidenceSamples.List("clerk"), EvidenceSamples.Object(("title", "clerk-of-works"))));
        var request = new ToolCallRequest(
            EvidenceSamples.Id(1), EvidenceSamples.Noon, new ToolFacts("Refunds.Issue") { Risk = "high", Impact = "irreversible", Data = EvidenceSamples.List("money") },
            EvidenceSamples.Object(("password", "hunter2"), ("amount", 90L)), caller)
        {
            Resource = facts, Context = facts, Environment = facts, CallId = "call_1", BatchId = "b", SpanId = "00f067aa0ba902b7", IsDirect = true, HasSchema = true,
            Source = "sk", NeedsApproval = true,
            Problem = new CallProblem(CallProblemKind.InvalidArgument, "`hunter2` does not fit", "args.password"), IgnoredArguments = ["extra"],
        };
        var decision = new Decision(request.Id, Effect.Deny, DecisionStatus.Denied, "sha256:" + new string('a', 64))
        {
            Mode = GuardMode.Observe, Code = "other", Rule = Cap, Reason = "the password hunter2 is weak", NextStep = "not hunter2",
            Alternatives = [new Alternative("Tickets.Create", "a person decides"), new Alternative("Other")],
            Approvals = [new ApprovalRequirement(Cap) { By = ["finance"] }],
            Evaluations = [new RuleEvaluation(EvidenceSamples.SmallRefunds, RuleOutcome.NotMatched), new RuleEvaluation(Cap, RuleOutcome.Error, "`hunter2` is no number")],
            Variables = [new("support.amount", "90"), new("support.greeting", "hello hunter2"), new("support.pin", "9876")],
            Observed = new ObservedDecision(Effect.Deny, "cap", Cap),
            EffectiveArguments = EvidenceSamples.Object(("password", "hunter2"), ("amount", 80L)),
            Attempt = 2,
        };
        return new DecisionRecord(EvidenceSamples.Noon, request, decision, EvidenceSamples.Plan(mode));
    }

    private static object? JsonFrozen(JsonElement element) => Calls.CanonicalJsonValues.Parse(element);

    private static string Line(EvidenceRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        record.WriteLine(output, 5, new byte[32]);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonElement Parse(EvidenceRecord record)
    {
        using var document = JsonDocument.Parse(Line(record));
        return document.RootElement.Clone();
    }
}
