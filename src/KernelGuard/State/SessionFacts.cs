using KernelGuard.Calls;

namespace KernelGuard.State;

/// <summary>What earlier calls of a session left behind, read once per decision; this call excluded.</summary>
/// <param name="Calls">How many calls of the session were judged.</param>
/// <param name="Denials">How many of them were refused.</param>
/// <param name="Attempts">How many of those were identical to this call.</param>
/// <param name="RefusalsInARow">How many calls were refused since one was permitted.</param>
public readonly record struct SessionFacts(int Calls, int Denials, int Attempts, int RefusalsInARow)
{
    /// <summary>What entered tools have marked the session with, sorted.</summary>
    public FrozenList Labels { get => field ?? FrozenList.Empty; init => field = value.Count == 0 ? null : value; }
}
