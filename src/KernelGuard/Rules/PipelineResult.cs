using KernelGuard.Decisions;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>What came of judging a call.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reservation">What the call has used up of counters and throttles, to be given back if it does not run; null where nothing was reserved.</param>
internal readonly record struct PipelineResult(Decision Decision, UsageReservation? Reservation)
{
    /// <summary>After how long the call is to be judged again instead of being refused, since a throttle lets it wait for room; else null.</summary>
    public TimeSpan? Wait { get; init; }
}
