using KernelGuard.Calls;

namespace KernelGuard.Evidence;

/// <summary>Proof for the guard that a decision was recorded; the outcome refers to it.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="TraceId">The trace that both records name.</param>
internal readonly record struct EvidenceReceipt(DecisionId DecisionId, string TraceId)
{
    /// <summary>Whether there is a receipt at all; the default value is none.</summary>
    internal bool IsRecorded => TraceId is not null;
}
