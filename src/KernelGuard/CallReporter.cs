using System.Diagnostics;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>Reports guarded calls as span, metrics and log. Nothing it does changes a decision.</summary>
internal sealed class CallReporter(ILogger logger, TimeProvider time)
{
    public CallReport Start(ToolCall call)
    {
        var start = time.GetTimestamp();
        try
        {
            return new CallReport(this, CallSpan.Start(call.Tool, call.CallId), start);
        }
#pragma warning disable CA1031 // a listener is anybody's code: what it throws must not end the agent's run
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.TelemetryFailed(fault, null);
            return new CallReport(this, default, start);
        }
    }

    public void GuardFailed(ToolCallRequest request, Exception fault)
    {
        GuardTelemetry.Errors.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cause, GuardCodes.GuardFailure));
        logger.GuardFailed(fault, request.Tool.Name, request.Id.ToString());
    }

    public static void DecisionRecorded(TimeSpan duration) => GuardTelemetry.EvidenceAppendDuration.Record(duration.TotalSeconds);

    public void DecisionNotRecorded(ToolCallRequest request, Decision decision, Exception fault)
    {
        GuardTelemetry.Errors.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cause, GuardCodes.EvidenceUnavailable));
        logger.DecisionNotRecorded(fault, request.Tool.Name, request.Id.ToString());
        if (decision.RunsWithoutEvidence)
        {
            logger.RunsWithoutEvidence(request.Tool.Name, request.Id.ToString());
        }
    }

    /// <summary>Of a record that was lost although its call went on: an outcome, or anything that a ledger in memory did not take.</summary>
    public void RecordLost(EvidenceRecord? record, Exception fault)
    {
        GuardTelemetry.Errors.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cause, "record_lost"));
        logger.RecordLost(fault, record?.DecisionId?.ToString());
    }

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome, CallSpan span, long start)
    {
        try
        {
            Measure(outcome, time.GetElapsedTime(start) - (outcome.Record.Duration ?? TimeSpan.Zero));
            Tag(span, outcome);
        }
#pragma warning disable CA1031 // a listener is anybody's code: what it throws must not take the tool's result away
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.TelemetryFailed(fault, request.Id.ToString());
        }

        Log(request, outcome);
    }

    public void Stop(CallSpan span)
    {
        try
        {
            span.Dispose();
        }
#pragma warning disable CA1031 // as above: the tool may have run
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.TelemetryFailed(fault, null);
        }
    }

    private static void Measure(ToolCallOutcome outcome, TimeSpan duration)
    {
        var decision = outcome.Decision;
        if (GuardTelemetry.Decisions.Enabled)
        {
            var tags = new TagList
            {
                { TelemetryTags.Decision, decision.Effect.ToName() },
                { TelemetryTags.Status, outcome.Status.ToName() },
                { TelemetryTags.Policy, decision.Rule?.PolicyId },
                { TelemetryTags.Rule, decision.Rule?.RuleId },
                { TelemetryTags.Code, outcome.Refusal?.Code },
                { TelemetryTags.Mode, decision.Mode.ToName() },
            };
            GuardTelemetry.Decisions.Add(1, tags);
        }

        if (GuardTelemetry.DecisionDuration.Enabled)
        {
            GuardTelemetry.DecisionDuration.Record(
                duration.TotalSeconds, new KeyValuePair<string, object?>(TelemetryTags.Decision, decision.Effect.ToName()));
        }
    }

    private static void Tag(CallSpan span, ToolCallOutcome outcome)
    {
        if (!span.IsRecorded)
        {
            return;
        }

        var decision = outcome.Decision;
        span.Tag(TelemetryTags.Decision, decision.Effect.ToName())
            .Tag(TelemetryTags.Status, outcome.Status.ToName())
            .Tag(TelemetryTags.Policy, decision.Rule?.PolicyId)
            .Tag(TelemetryTags.Rule, decision.Rule?.RuleId)
            .Tag(TelemetryTags.Code, outcome.Refusal?.Code)
            .Tag(TelemetryTags.Mode, decision.Mode.ToName())
            .Tag(TelemetryTags.PolicyDigest, decision.PolicyDigest)
            .Tag(TelemetryTags.DecisionId, decision.Id.ToString());
        if (outcome.Refusal is { } refusal)
        {
            span.MarkRefused(refusal.Code);
        }
    }

    private void Log(ToolCallRequest request, ToolCallOutcome outcome)
    {
        var decision = outcome.Decision;
        if (logger.IsEnabled(LogLevel.Trace))
        {
            logger.JudgedSensitive(request.Tool.Name, CanonicalJson.ToText(request.Arguments), request.Id.ToString());
        }

        if (outcome.Refusal is { } refusal)
        {
            if (logger.IsEnabled(LogLevel.Information))
            {
                logger.Refused(
                    request.Tool.Name,
                    refusal.Status.ToName(),
                    refusal.Code,
                    decision.Rule?.PolicyId,
                    decision.Rule?.RuleId,
                    request.Id.ToString());
            }
        }
        else if (logger.IsEnabled(LogLevel.Debug))
        {
            logger.Permitted(
                request.Tool.Name, decision.Effect.ToName(), decision.Rule?.PolicyId, decision.Rule?.RuleId, request.Id.ToString());
        }
    }
}
