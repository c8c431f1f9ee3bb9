namespace KernelGuard.Evidence;

/// <summary>A decision without an outcome: the process died, the outcome was lost, or the call is still running.</summary>
/// <param name="DecisionId">The decision's id.</param>
/// <param name="Sequence">Its record's sequence number.</param>
public sealed record OpenDecision(string DecisionId, long Sequence);
