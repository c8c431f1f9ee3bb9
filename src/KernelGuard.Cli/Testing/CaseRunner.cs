using KernelGuard.Cli.CallLines;
using KernelGuard.Cli.Explaining;
using KernelGuard.Cli.Judging;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Testing;

/// <summary>Runs cases: each with a guard of its own, so that none leaves anything behind for another.</summary>
/// <param name="policyPath">The policies.</param>
/// <param name="set">The same, loaded.</param>
/// <param name="tools">All tools that exist; null means that any may.</param>
/// <param name="watch">Sees what rules said of each call.</param>
internal sealed class CaseRunner(string policyPath, PolicySet set, IReadOnlyList<ToolDescriptor>? tools, Action<RuleLook, RuleLook> watch)
{
    /// <summary>Runs a case up to the first call that is not decided as expected.</summary>
    /// <exception cref="CannotRunException">The policies or tools cannot be used, or changed meanwhile.</exception>
    public async Task<CaseResult> RunAsync(PolicyCase tested, CancellationToken cancellationToken)
    {
        await using var judge = new CallJudge(policyPath, tools, watch: watch);
        var refused = new List<(int, JudgedLine)>();
        var (now, number) = (tested.Start, 0);
        foreach (var step in tested.Steps)
        {
            now = TimeOf(step, now, tested);
            for (var i = 0; i < step.Times && step.Line.Tool is not null; i++)
            {
                number++;
                var call = await judge.JudgeAsync(step.Line with { Time = now }, number, cancellationToken);
                if (DecisionComparer.Compare(step.Expected, call) is { Count: > 0 } differences)
                {
                    return new CaseResult(tested, new CaseFailure(number, differences, Explain(call)), refused);
                }

                if (step.Expected.Count == 0 && call.Status != DecisionStatus.Permitted)
                {
                    refused.Add((number, call));
                }
            }
        }

        return new CaseResult(tested, null, refused);
    }

    private static DateTimeOffset TimeOf(CaseStep step, DateTimeOffset now, PolicyCase tested)
    {
        var from = step.Line.Time ?? now;
        var hasRoom = step.Wait < DateTimeOffset.MaxValue - from;
        return hasRoom && CallTime.IsInRange(from + step.Wait)
            ? from + step.Wait
            : throw new CannotRunException($"{tested.File}:{tested.Line}: the calls of the case are not made between 1970 and 9998");
    }

    private Explanation Explain(JudgedLine call) => call.Decision.PolicyDigest == set.Digest
        ? new Explanation(call, [.. call.Decision.Evaluations.Select(e => new ExplainedRule(e, set.ConditionOf(e.Rule)))])
        : throw new CannotRunException("the policies changed while they were tested");
}
