namespace KernelGuard.Telemetry;

/// <summary>The names of tags. The first three are OpenTelemetry's GenAI conventions, the others KernelGuard's own.</summary>
internal static class TelemetryTags
{
    public const string OperationName = "gen_ai.operation.name";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ErrorType = "error.type";
    public const string Decision = "kernelguard.decision";
    public const string Status = "kernelguard.status";
    public const string Policy = "kernelguard.policy";
    public const string Rule = "kernelguard.rule";
    public const string Code = "kernelguard.code";
    public const string Mode = "kernelguard.mode";
    public const string PolicyDigest = "kernelguard.policy.digest";
    public const string DecisionId = "kernelguard.decision.id";
    public const string Result = "kernelguard.result";
    public const string Cause = "kernelguard.cause";
}
