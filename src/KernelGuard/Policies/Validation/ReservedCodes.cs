using System.Collections.Frozen;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Policies.Validation;

/// <summary>The codes of <see cref="GuardCodes"/>.</summary>
internal static class ReservedCodes
{
    private static readonly FrozenSet<string> All = Enum.GetValues<CallProblemKind>().Select(GuardCodes.For).Concat(
    [
        GuardCodes.NoRule,
        GuardCodes.PolicyDenied,
        GuardCodes.RuleError,
        GuardCodes.ApprovalRequired,
        GuardCodes.ApprovalRejected,
        GuardCodes.ApprovalExpired,
        GuardCodes.TooManyPending,
        GuardCodes.NoCaller,
        GuardCodes.EvidenceUnavailable,
        GuardCodes.GuardFailure,
    ]).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string code) => All.Contains(code);
}
