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
    private readonly Chronometer _chronometer = new(time);

    public CallReport Start(ToolCall call)
    {
        var start = _chronometer.Start();
        try
        {
            return new CallReport(this, CallSpan.Start(QuotedText.Escape(call.Tool), call.CallId), start);
        }
#pragma warning disable CA1031 // a listener is anybody's code: what it throws must not end the agent's run
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.TelemetryFailed(fault);
            return new CallReport(this, default, start);
        }
    }

    /// <summary>Of a call that is judged now and run later: its span is opened when it runs, inside the framework's own for that call.</summary>
    public CallReport StartWithoutSpan() => new(this, default, _chronometer.Start());

    /// <summary>Of a call that was judged before and runs now.</summary>
    public CallReport Resume(JudgedCall judged) => Start(judged.Call) with { Before = judged.JudgingTime };

    public TimeSpan ElapsedSince(long? start) => _chronometer.Since(start);

    public void GuardFailed(ToolCallRequest request, Exception fault)
    {
        CountError(GuardCodes.GuardFailure);
        logger.GuardFailed(fault, NameOf(request), request.Id.ToString());
    }

    /// <summary>Of a decision that is recorded.</summary>
    /// <param name="before">What was spent on the call before it was recorded.</param>
    /// <param name="report">The report on the call.</param>
    public void DecisionRecorded(TimeSpan before, CallReport report) =>
        Report(report.Elapsed - before, static duration => GuardTelemetry.EvidenceAppendDuration.Record(duration.TotalSeconds));

    public void DecisionNotRecorded(ToolCallRequest request, Decision decision, Exception fault)
    {
        CountError(GuardCodes.EvidenceUnavailable);
        logger.DecisionNotRecorded(fault, NameOf(request), request.Id.ToString());
        if (decision is { RunsWithoutEvidence: true, Status: DecisionStatus.Permitted or DecisionStatus.ApprovalPending })
        {
            logger.RunsWithoutEvidence(NameOf(request), request.Id.ToString());
        }
    }

    /// <summary>Of a record that was lost although its call went on: an outcome, or anything that a ledger in memory did not take.</summary>
    public void RecordLost(EvidenceRecord? record, Exception fault)
    {
        CountError("record_lost");
        logger.RecordLost(fault, record?.DecisionId?.ToString());
    }

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome, CallSpan span, TimeSpan elapsed)
    {
        var duration = elapsed - (outcome.Record.Duration ?? TimeSpan.Zero);
        Report((outcome, duration), static call => Measure(call.outcome, call.duration));
        Tag(span, outcome);
        Log(request, outcome);
    }

    /// <summary>Of something that a seam saw happen, or nearly happen, outside the guard.</summary>
    public void Alarm(GuardAlarm alarm)
    {
        CountError(alarm.Code);
        logger.Alarmed(alarm.Code, alarm.Tool is null ? null : QuotedText.Escape(alarm.Tool), alarm.Explanation);
    }

    /// <summary>Of an attempt to put changed policies in force.</summary>
    public void Reloaded(string result) =>
        Report(result, static result => GuardTelemetry.PolicyReloads.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Result, result)));

    /// <summary>Of a call that ran and that observed rules would have refused or held.</summary>
    public void Observed(ObservedDecision observed) => Report(observed, Measure);

    public void Stop(CallSpan span) => Report(span, static span => span.Dispose());

    private void CountError(string cause) =>
        Report(cause, static cause => GuardTelemetry.Errors.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cause, cause)));

    private void Report<TState>(TState state, Action<TState> report)
    {
        try
        {
            report(state);
        }
#pragma warning disable CA1031 // a listener is anybody's code: what it throws must neither refuse a call nor take the tool's result away
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.TelemetryFailed(fault);
        }
    }

    // The name may be anything that a model came up with: it must neither forge lines nor flood the log.
    private static string NameOf(ToolCallRequest request) => QuotedText.Escape(request.Tool.Name);

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

    private static void Measure(ObservedDecision observed)
    {
        var tags = new TagList
        {
            { TelemetryTags.Decision, observed.Effect.ToName() },
            { TelemetryTags.Policy, observed.Rule?.PolicyId },
            { TelemetryTags.Rule, observed.Rule?.RuleId },
            { TelemetryTags.Code, observed.Code },
        };
        GuardTelemetry.Observed.Add(1, tags);
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
        if ((outcome.Refusal?.Code ?? outcome.Record.ErrorType) is { } cause)
        {
            span.MarkFailed(cause);
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
                    NameOf(request),
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
                NameOf(request), decision.Effect.ToName(), decision.Rule?.PolicyId, decision.Rule?.RuleId, request.Id.ToString());
        }
    }
}
