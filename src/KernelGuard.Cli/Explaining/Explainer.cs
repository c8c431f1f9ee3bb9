using KernelGuard.Cli.CallLines;
using KernelGuard.Cli.Judging;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Explaining;

/// <summary>Judges one call as <c>decide</c> does and finds the conditions of the rules that spoke.</summary>
internal static class Explainer
{
    public static async Task<Explanation> ExplainAsync(
        string policyPath, IReadOnlyList<ToolDescriptor>? tools, CallLine line, CancellationToken cancellationToken)
    {
        await using var judge = new CallJudge(policyPath, tools);
        var call = await judge.JudgeAsync(line, number: 1, cancellationToken);
        var set = PolicyLoader.Load(policyPath).Set;
        if (set?.Digest != call.Decision.PolicyDigest)
        {
            throw new CannotRunException("the policies changed while they were read");
        }

        return new Explanation(call, [.. call.Decision.Evaluations.Select(e => new ExplainedRule(e, set.ConditionOf(e.Rule)))]);
    }
}
