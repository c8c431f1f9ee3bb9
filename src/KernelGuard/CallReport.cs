using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Telemetry;

namespace KernelGuard;

/// <summary>The report on one call in progress.</summary>
internal readonly record struct CallReport(CallReporter Reporter, CallSpan Span, long? Start) : IDisposable
{
    /// <summary>What the guard spent on the call when it judged it, where that was before this report.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>What the guard has spent on the call so far, waiting between judging and running left out.</summary>
    public TimeSpan Elapsed => Before + Reporter.ElapsedSince(Start);

    public void Mark(string step) => Span.Mark(step);

    public void Complete(ToolCallRequest request, ToolCallOutcome outcome) => Reporter.Complete(request, outcome, Span, Elapsed);

    public void Dispose() => Reporter.Stop(Span);
}
