using System.Collections.Frozen;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.State;

namespace KernelGuard;

/// <summary>What a guard is assembled from.</summary>
internal sealed record GuardParts(
    PolicySnapshots Policies,
    CallerContext Callers,
    DecisionIdSource Ids,
    EvidenceRecorder Evidence,
    ApprovalCoordinator Approvals,
    CallHistory History,
    CallReporter Reporter,
    FrozenDictionary<string, Func<FrozenObject, CancellationToken, ValueTask<object?>>> Substitutes,
    bool WaitsForThrottles,
    GuardNotes Notes,
    PolicyReloader Reloader,
    KillSwitch KillSwitch,
    PolicyWatch? Watch,
    TimeProvider Time);
