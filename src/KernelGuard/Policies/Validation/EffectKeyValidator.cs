using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Keys that only some effects have stand on rules with those effects.</summary>
internal sealed class EffectKeyValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var rule in documents.SelectMany(document => document.Rules))
        {
            if (rule.Effect is { Value: var effect })
            {
                Validate(rule, effect, bag);
            }
        }
    }

    private static void Validate(RuleDefinition rule, Effect effect, DiagnosticBag bag)
    {
        if (rule.Code is { } code && effect != Effect.Deny)
        {
            bag.Error(DiagnosticCodes.MisplacedKey, code.Span, $"a rule that says `{effect.ToName()}` has no code: only `deny` has one");
        }

        if (rule.Approval is { } approval && effect != Effect.RequireApproval)
        {
            bag.Error(
                DiagnosticCodes.MisplacedKey,
                approval.Span,
                $"a rule that says `{effect.ToName()}` asks for no approval: only `require_approval` does");
        }

        if (rule.Mode is { Value: GuardMode.Observe } mode && effect is Effect.Allow or Effect.LogOnly)
        {
            bag.Error(
                DiagnosticCodes.MisplacedKey,
                mode.Span,
                $"a rule that says `{effect.ToName()}` cannot be observed: an observed rule permits nothing",
                "observe the whole policy, or take the rule out");
        }
    }
}
