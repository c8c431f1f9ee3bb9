using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KernelGuard.Telemetry;

/// <summary>The names under which KernelGuard reports to OpenTelemetry, and its instruments. Low cardinality, no payloads.</summary>
public static class GuardTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "KernelGuard";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Decisions =
        Meter.CreateCounter<long>("kernelguard.decisions", "{decision}", "Decisions on tool calls.");

    internal static readonly Histogram<double> DecisionDuration =
        Meter.CreateHistogram<double>("kernelguard.decision.duration", "s", "Time from a call's arrival to its decision.");

    internal static readonly Histogram<double> EvidenceAppendDuration =
        Meter.CreateHistogram<double>("kernelguard.evidence.append.duration", "s", "Time that a call waited for its decision to be recorded.");

    internal static readonly Counter<long> Errors =
        Meter.CreateCounter<long>("kernelguard.errors", "{error}", "Faults of the guard itself; each of them refused a call or lost a record.");

    internal static readonly Counter<long> PolicyReloads =
        Meter.CreateCounter<long>("kernelguard.policy.reloads", "{reload}", "Attempts to put changed policies in force.");

    internal static readonly Counter<long> Observed =
        Meter.CreateCounter<long>("kernelguard.observed", "{decision}", "Calls that ran and that observed rules would have refused or held.");
}
