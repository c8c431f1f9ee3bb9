using KernelGuard.Calls;

namespace KernelGuard.Decisions;

/// <summary>Which calls are refused before any rule is asked.</summary>
internal static class UnjudgedCalls
{
    /// <summary>What keeps a call from being judged in a set of this mode, or null: an observed set lets run what it can read.</summary>
    public static CallProblem? ProblemOf(this GuardMode mode, ToolCallRequest request) =>
        mode == GuardMode.Enforce ? request.Problem : request.Unreadable;
}
