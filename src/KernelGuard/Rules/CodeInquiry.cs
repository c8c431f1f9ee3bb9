using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Asks the rules in code for one decision: each at most once about the same version of the call, all of a phase at once. Not thread-safe.</summary>
/// <param name="session">What earlier calls of the session left behind.</param>
/// <param name="host">Asks code of the host, in bounded time.</param>
/// <param name="cancellationToken">Ends the wait for its answers.</param>
internal sealed class CodeInquiry(SessionFacts session, HostSource host, CancellationToken cancellationToken)
{
    /// <summary>What earlier calls of the session had left behind when code was first asked.</summary>
    public SessionFacts Session => session;

    private readonly Dictionary<(GuardRule Rule, string Tool, string ArgumentsHash), Finding> _findings = [];

    /// <summary>A look with the answers of those of its rules that are asked in a phase.</summary>
    public async ValueTask<RuleLook> AskAsync(RuleLook look, RulePhase phase)
    {
        int[] asked = [.. Enumerable.Range(0, look.Rules.Length).Where(i => look.Rules[i].InCode?.Phase == phase)];
        if (asked.Length == 0)
        {
            return look;
        }

        var call = new RuleCall(look.Request, session);
        var findings = await Task.WhenAll(asked.Select(i => FindAsync(look.Rules[i], look.Request, call)));
        var answers = new Dictionary<int, (GuardRule, RuleEvaluation)>();
        for (var i = 0; i < asked.Length; i++)
        {
            _findings[KeyOf(look.Rules[asked[i]], look.Request)] = findings[i];
            answers[asked[i]] = (findings[i].Rule, findings[i].Evaluation);
        }

        return look.WithAnswers(answers);
    }

    private static (GuardRule Rule, string Tool, string ArgumentsHash) KeyOf(GuardRule rule, ToolCallRequest request) =>
        (rule, request.Tool.Name, request.ArgumentsHash);

    private Task<Finding> FindAsync(GuardRule rule, ToolCallRequest request, RuleCall call) =>
        _findings.TryGetValue(KeyOf(rule, request), out var known) ? Task.FromResult(known) : AskAsync(rule, call);

    private async Task<Finding> AskAsync(GuardRule rule, RuleCall call)
    {
        var (finding, failure) = await host.AskAsync(
            $"the rule {rule.Reference.RuleId}", token => EvaluateAsync(rule, call, token), cancellationToken);
        return failure is null ? finding : Failed(rule, failure);
    }

    private static async ValueTask<Finding> EvaluateAsync(GuardRule rule, RuleCall call, CancellationToken token)
    {
        try
        {
            var answer = await rule.InCode!.Rule.EvaluateAsync(call, token);
            return rule.InCode.ProblemOf(answer) is { } problem
                ? Failed(rule, problem)
                : answer.IsMatch
                    ? new(rule.InCode.With(rule, answer), new RuleEvaluation(rule.Reference, RuleOutcome.Matched))
                    : new(rule, new RuleEvaluation(rule.Reference, RuleOutcome.NotMatched));
        }
        catch (RuleValueException fault)
        {
            return Failed(rule, fault.Message);
        }
    }

    private static Finding Failed(GuardRule rule, string cause) => new(rule, new RuleEvaluation(rule.Reference, RuleOutcome.Error, cause));

    private readonly record struct Finding(GuardRule Rule, RuleEvaluation Evaluation);
}
