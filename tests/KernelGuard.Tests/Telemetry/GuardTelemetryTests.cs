using System.Diagnostics;
using System.Diagnostics.Metrics;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.Policies;
using KernelGuard.Telemetry;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Telemetry;

[Collection(SharedTelemetry.Name)]
public sealed class GuardTelemetryTests : IDisposable
{
    private const string Policy = """
        kernelguard: 1
        policy: telemetry
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: never, tool: Never, effect: deny, code: never_ever }
        """;

    private readonly ActivitySource _framework = new("A framework");
    private readonly List<Activity> _activities = [];
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _measurements = [];
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public GuardTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "KernelGuard" or "A framework",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "KernelGuard")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
        _framework.Dispose();
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    public async Task Call_NoOuterSpan_OpensOneWithTheTagsOfTheDecision()
    {
        await using var kit = new TestGuard(Policy);

        var outcome = await kit.CallAsync(new ToolCall("Read") { CallId = "call_7" });

        var span = Assert.Single(_activities);
        Assert.Equal(("execute_tool Read", ActivityKind.Internal, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        var tags = span.TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal("execute_tool", tags["gen_ai.operation.name"]);
        Assert.Equal("Read", tags["gen_ai.tool.name"]);
        Assert.Equal("call_7", tags["gen_ai.tool.call.id"]);
        Assert.Equal("allow", tags["kernelguard.decision"]);
        Assert.Equal("telemetry", tags["kernelguard.policy"]);
        Assert.Equal("read", tags["kernelguard.rule"]);
        Assert.Equal("enforce", tags["kernelguard.mode"]);
        Assert.Equal(kit.Guard.PolicyDigest, tags["kernelguard.policy.digest"]);
        Assert.Equal(outcome.Decision.Id.ToString(), tags["kernelguard.decision.id"]);
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    public async Task Call_InsideAnExecuteToolSpan_TagsThatOneAndOpensNone()
    {
        await using var kit = new TestGuard(Policy);
        using (_framework.StartActivity("execute_tool Never"))
        {
            await kit.CallAsync("Never");
        }

        var span = Assert.Single(_activities);
        Assert.Equal("A framework", span.Source.Name);
        Assert.Equal((ActivityStatusCode.Error, "never_ever"), (span.Status, span.StatusDescription));
        Assert.Equal("deny", span.GetTagItem("kernelguard.decision"));
        Assert.Equal("denied", span.GetTagItem("kernelguard.status"));
        Assert.Equal("never_ever", span.GetTagItem("kernelguard.code"));
        Assert.Equal("never_ever", span.GetTagItem("error.type"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "S5-34")]
    public async Task Call_MadeByATool_HasItsOwnSpanAndLeavesTheToolsAlone(bool outerSpan)
    {
        TestGuard? kit = null;
        var tool = new SpyTool { Does = async (_, token) => (await kit!.Guard.InvokeAsync(new ToolCall("Never"), kit.Tool.RunAsync, token)).Status };
        await using (kit = new TestGuard(Policy) { Tool = tool })
        {
            using var outer = outerSpan ? _framework.StartActivity("execute_tool Read") : null;
            await kit.CallAsync("Read");
        }

        var (inner, outside) = (_activities[0], _activities[1]);
        Assert.Equal(("execute_tool Never", "deny", ActivityStatusCode.Error), (inner.DisplayName, inner.GetTagItem("kernelguard.decision"), inner.Status));
        Assert.Equal(("execute_tool Read", "allow", ActivityStatusCode.Unset), (outside.DisplayName, outside.GetTagItem("kernelguard.decision"), outside.Status));
        Assert.Equal(outside.SpanId, inner.ParentSpanId);
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    public async Task Call_ToolThrows_MarksTheSpanAsFailed()
    {
        await using var kit = new TestGuard(Policy) { Tool = new SpyTool { Does = (_, _) => throw new TimeoutException("slow") } };

        await Assert.ThrowsAsync<TimeoutException>(async () => await kit.CallAsync("Read"));

        var span = Assert.Single(_activities);
        Assert.Equal((ActivityStatusCode.Error, "System.TimeoutException"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    [Trait("Requirement", "S2-01")]
    [Trait("Requirement", "S2-17")]
    public async Task Call_WithATrace_ShowsTheStepsInOrder()
    {
        var before = new List<(EvidenceRecordType Record, int Steps)>();
        await using var kit = new TestGuard(Policy);
        kit.Ledger.Before = (record, _) =>
        {
            before.Add((record.Type, Activity.Current!.Events.Count()));
            return ValueTask.CompletedTask;
        };

        await kit.CallAsync("Read");

        var span = Assert.Single(_activities);
        Assert.Equal(
            [
                "kernelguard.call.proposed",
                "kernelguard.call.decided",
                "kernelguard.decision.recorded",
                "kernelguard.decision.applied",
                "kernelguard.outcome.recorded",
            ],
            span.Events.Select(e => e.Name));
        Assert.Equal(span.Events.OrderBy(e => e.Timestamp), span.Events);
        Assert.Equal([(EvidenceRecordType.Decision, 2), (EvidenceRecordType.Outcome, 4)], before);
        Assert.All(kit.Ledger.Records, r => Assert.Equal(span.TraceId.ToHexString(), (string)r.Json()["trace_id"]!));
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    [Trait("Requirement", "S3-52")]
    public async Task Call_Any_CountsTheDecisionWithoutPayload()
    {
        await using var kit = new TestGuard(Policy);

        await kit.CallAsync("Never", """{"canary":"canary"}""");

        var decisions = Assert.Single(_measurements, m => m.Name == "kernelguard.decisions");
        Assert.Equal(1, decisions.Value);
        Assert.Equal("deny", decisions.Tags["kernelguard.decision"]);
        Assert.Equal("never_ever", decisions.Tags["kernelguard.code"]);
        Assert.Single(_measurements, m => m.Name == "kernelguard.decision.duration");
        Assert.DoesNotContain(_measurements, m => m.Tags.Any(t => t.ToString().Contains("canary", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Requirement", "S4-61")]
    public async Task Reload_Any_IsCountedByItsResult()
    {
        await using var kit = new TestGuard(Policy);

        kit.Reload(Policy);
        kit.Reload(Policy.Replace("never_ever", "never", StringComparison.Ordinal));
        Assert.Throws<PolicyLoadException>(() => kit.Reload("nonsense"));

        Assert.Equal(
            ["unchanged", "applied", "failed"],
            _measurements.Where(m => m.Name == "kernelguard.policy.reloads").Select(m => m.Tags["kernelguard.result"]));
    }

    [Fact]
    [Trait("Requirement", "S4-81")]
    public async Task Call_ObservedRuleWouldRefuse_IsCountedByRule()
    {
        await using var kit = new TestGuard(Policy.Replace("rules:", "set: { mode: observe }\nrules:", StringComparison.Ordinal));

        await kit.CallAsync("Never");
        await kit.CallAsync("Read");

        var observed = Assert.Single(_measurements, m => m.Name == "kernelguard.observed");
        Assert.Equal(("deny", "never", "never_ever"), (observed.Tags["kernelguard.decision"], observed.Tags["kernelguard.rule"], observed.Tags["kernelguard.code"]));
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    public void Name_OfSourceAndMeter_IsTheDocumentedOne() => Assert.Equal("KernelGuard", GuardTelemetry.Name);

    [Fact]
    [Trait("Requirement", "S5-33")]
    public async Task Call_ToolNameWrittenByTheModel_IsBoundedAndEscapedInTheSpan()
    {
        await using var kit = new TestGuard(Policy);

        await kit.CallAsync("Read\n" + new string('x', 10_000));

        var span = Assert.Single(_activities);
        Assert.InRange(span.DisplayName.Length, 1, 100);
        Assert.DoesNotContain('\n', span.DisplayName);
        Assert.InRange(((string)span.GetTagItem("gen_ai.tool.name")!).Length, 1, 100);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Add((instrument.Name, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value)));
}
