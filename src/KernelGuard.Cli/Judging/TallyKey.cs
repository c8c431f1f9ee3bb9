using KernelGuard.Decisions;

namespace KernelGuard.Cli.Judging;

/// <summary>What decisions are counted by.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Rule">Policy and rule, or "" where the guard decided.</param>
/// <param name="Effect">The decision.</param>
/// <param name="Code">The code, or "".</param>
internal readonly record struct TallyKey(string Tool, string Rule, Effect Effect, string Code);
