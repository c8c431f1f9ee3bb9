namespace KernelGuard.Telemetry;

/// <summary>The steps of a call, as events of its span, in the order in which they happen.</summary>
internal static class TelemetryEvents
{
    public const string Proposed = "kernelguard.call.proposed";
    public const string Decided = "kernelguard.call.decided";
    public const string DecisionRecorded = "kernelguard.decision.recorded";
    public const string Applied = "kernelguard.decision.applied";
    public const string OutcomeRecorded = "kernelguard.outcome.recorded";
}
