using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Telemetry;

namespace KernelGuard;

/// <summary>The report on one call in progress.</summary>
internal readonly struct CallReport(CallReporter reporter, CallSpan span, long start, TimeSpan before = default) : IDisposable
{
    /// <summary>What the guard has spent on the call so far, waiting between judging and running left out.</summary>
    public TimeSpan Elapsed => before + reporter.ElapsedSince(start);

    public void Mark(string step) => span.Mark(step);

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome) => reporter.Complete(request, outcome, span, Elapsed);

    public void Dispose() => span.Dispose();
}
