namespace KernelGuard.Telemetry;

/// <summary>The names of the events on a call's span, in their order.</summary>
internal static class CallSteps
{
    public const string Proposed = "kernelguard.call.proposed";
    public const string Decided = "kernelguard.call.decided";
    public const string Recorded = "kernelguard.decision.recorded";
    public const string Executed = "kernelguard.call.executed";
    public const string Refused = "kernelguard.call.refused";
}
