using Microsoft.Extensions.Logging;

namespace KernelGuard.Telemetry;

/// <summary>All log messages. None but the one at Trace holds anything that a model or a tool wrote.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(1, LogLevel.Debug, "Permitted {Tool} ({Effect}, policy {Policy}, rule {Rule}); decision {DecisionId}")]
    public static partial void Permitted(this ILogger logger, string tool, string effect, string? policy, string? rule, string decisionId);

    [LoggerMessage(2, LogLevel.Information, "Refused {Tool} ({Status}, code {Code}, policy {Policy}, rule {Rule}); decision {DecisionId}")]
    public static partial void Refused(
        this ILogger logger, string tool, string status, string? code, string? policy, string? rule, string decisionId);

    [LoggerMessage(3, LogLevel.Trace, "Judged {Tool} with arguments {Arguments}; decision {DecisionId}")]
    public static partial void JudgedSensitive(this ILogger logger, string tool, string arguments, string decisionId);

    [LoggerMessage(4, LogLevel.Error, "The decision {DecisionId} on {Tool} could not be recorded")]
    public static partial void DecisionNotRecorded(this ILogger logger, Exception exception, string tool, string decisionId);

    [LoggerMessage(5, LogLevel.Error, "A record could not be written; decision {DecisionId} stays open in the ledger")]
    public static partial void RecordLost(this ILogger logger, Exception exception, string? decisionId);

    [LoggerMessage(6, LogLevel.Error, "The guard failed while judging {Tool}, so the call is refused; decision {DecisionId}")]
    public static partial void GuardFailed(this ILogger logger, Exception exception, string tool, string decisionId);

    [LoggerMessage(7, LogLevel.Warning, "{Tool} runs although decision {DecisionId} could not be recorded: on_evidence_failure is allow")]
    public static partial void RunsWithoutEvidence(this ILogger logger, string tool, string decisionId);

    [LoggerMessage(10, LogLevel.Error, "A telemetry listener failed; the call is not affected")]
    public static partial void TelemetryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "Loaded policy set {PolicyDigest}: {Policies} policies, {Rules} rules, mode {Mode}")]
    public static partial void PoliciesLoaded(this ILogger logger, string policyDigest, int policies, int rules, string mode);

    [LoggerMessage(9, LogLevel.Warning, "{Diagnostic}")]
    public static partial void PolicyWarning(this ILogger logger, string diagnostic);

    [LoggerMessage(11, LogLevel.Warning, "The process can write its own policies in {Path}: a tool that writes files could change what the agent may do; "
        + "make the files and their folder read-only for the account that runs the application")]
    public static partial void PoliciesWritable(this ILogger logger, string path);

    [LoggerMessage(12, LogLevel.Information, "Policy set {PolicyDigest} replaces {OldDigest}: {Changes}")]
    public static partial void PoliciesReplaced(this ILogger logger, string policyDigest, string oldDigest, string changes);

    [LoggerMessage(13, LogLevel.Information, "The policies can be loaded again; the alarm is over")]
    public static partial void PolicyAlarmCleared(this ILogger logger);

    [LoggerMessage(14, LogLevel.Error, "All calls are halted by {By}: {Reason}")]
    public static partial void Halted(this ILogger logger, string by, string reason);

    [LoggerMessage(15, LogLevel.Warning, "The halt by {By} is lifted")]
    public static partial void HaltLifted(this ILogger logger, string by);

    [LoggerMessage(16, LogLevel.Warning, "The policy set is switched from {OldMode} to {Mode} by {By}")]
    public static partial void ModeSwitched(this ILogger logger, string mode, string oldMode, string by);

    [LoggerMessage(17, LogLevel.Warning, "A source of the host failed: {Source}; calls that need it are refused")]
    public static partial void SourceFailed(this ILogger logger, Exception exception, string source);

    [LoggerMessage(18, LogLevel.Warning, "Kept in memory and lost when the process ends: {Kept}. After a start, limits begin at nothing and sessions carry no labels")]
    public static partial void StateInMemory(this ILogger logger, string kept);

    [LoggerMessage(20, LogLevel.Error, "{Code} at {Tool}: {Explanation}")]
    public static partial void Alarmed(this ILogger logger, string code, string? tool, string explanation);
}
