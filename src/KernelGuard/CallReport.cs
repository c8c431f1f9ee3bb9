using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Telemetry;

namespace KernelGuard;

/// <summary>The report on one call in progress.</summary>
internal readonly struct CallReport(CallReporter reporter, CallSpan span, long start) : IDisposable
{
    public void Mark(string step) => span.Mark(step);

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome) => reporter.Complete(request, outcome, span, start);

    public void Dispose() => reporter.Stop(span);
}
