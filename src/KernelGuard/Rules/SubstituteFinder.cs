using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Tools;

namespace KernelGuard.Rules;

/// <summary>Finds what stands in for the tool of one call.</summary>
internal static class SubstituteFinder
{
    private const string NothingReason = "This call may only be simulated, and nothing stands in for the tool.";
    private const string NotRecordedReason = "This call may only be simulated, and nothing was recorded for these arguments.";
    private const string NotMadeReason = "This call may only be simulated, and no result of the tool could be made up.";

    /// <summary>What comes of a call that a rule sandboxes.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="request">The call.</param>
    /// <param name="tools">The tools.</param>
    public static Ruling Judge(GuardRule rule, ToolCallRequest request, ToolCatalogue tools)
    {
        object? result = null;
        return rule.Substitute switch
        {
            { From: ResultSource.Recorded } => tools.TryFindRecorded(request, out result) ? Found() : Ruling.NoSubstitute(rule, NotRecordedReason),
            { From: ResultSource.Schema } => tools.TryMakeResult(request, out result) ? Found() : Ruling.NoSubstitute(rule, NotMadeReason),
            { Tool: not null } or { HasResult: true } => Ruling.Sandboxed(rule, rule.Substitute),
            _ => Ruling.NoSubstitute(rule, NothingReason),
        };

        Ruling Found() => Ruling.Sandboxed(rule, rule.Substitute! with { HasResult = true, Result = result });
    }
}
