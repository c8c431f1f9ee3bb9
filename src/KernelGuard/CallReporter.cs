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
    public CallReport Start(ToolCall call) => new(this, CallSpan.Start(call.Tool, call.CallId), time.GetTimestamp());

    /// <summary>Of a call that is judged now and run later: its span is opened when it runs, inside the framework's own for that call.</summary>
    public CallReport StartWithoutSpan() => new(this, default, time.GetTimestamp());

    public CallReport Resume(JudgedCall judged) =>
        new(this, CallSpan.Start(judged.Call.Tool, judged.Call.CallId), time.GetTimestamp(), judged.JudgingTime);

    public TimeSpan ElapsedSince(long start) => time.GetElapsedTime(start);

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

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome, CallSpan span, TimeSpan elapsed)
    {
        var decision = outcome.Decision;
        Measure(decision, outcome, elapsed - (outcome.Record.Duration ?? TimeSpan.Zero));
        if (span.IsRecorded)
        {
            Tag(span, decision, outcome);
        }

        Log(request, decision, outcome);
    }

    /// <summary>Of something that a seam saw happen, or nearly happen, outside the guard.</summary>
    public void Alarm(GuardAlarm alarm)
    {
        GuardTelemetry.Errors.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cause, alarm.Code));
        logger.Alarmed(alarm.Code, alarm.Tool, alarm.Explanation);
    }

    private static void Measure(Decision decision, ToolCallOutcome outcome, TimeSpan duration)
    {
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

    private static void Tag(CallSpan span, Decision decision, ToolCallOutcome outcome)
    {
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

    private void Log(ToolCallRequest request, Decision decision, ToolCallOutcome outcome)
    {
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
