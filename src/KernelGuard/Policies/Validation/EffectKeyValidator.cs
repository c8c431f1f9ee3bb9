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
        if (rule.Code is { } code && effect is not (Effect.Deny or Effect.Throttle))
        {
            bag.Error(DiagnosticCodes.MisplacedKey, code.Span, $"a rule that says `{effect.ToName()}` has no code: only `deny` and `throttle` have one");
        }

        ValidateOwn(rule, effect, Effect.Throttle, rule.Throttle?.Meter.Span, isNeeded: true, bag);
        ValidateOwn(rule, effect, Effect.Transform, rule.Transforms?.Span, isNeeded: true, bag);
        ValidateOwn(rule, effect, Effect.Sandbox, rule.Sandbox?.Span, isNeeded: false, bag);

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

    // The key has the name of the effect.
    private static void ValidateOwn(RuleDefinition rule, Effect effect, Effect owner, SourceSpan? given, bool isNeeded, DiagnosticBag bag)
    {
        var key = owner.ToName();
        if (given is { } span && effect != owner)
        {
            bag.Error(DiagnosticCodes.MisplacedKey, span, $"a rule that says `{effect.ToName()}` has no `{key}`: only a rule with that effect has");
        }
        else if (given is null && effect == owner && isNeeded)
        {
            bag.Error(DiagnosticCodes.MissingKey, rule.Span, $"a rule that says `{key}` needs the key `{key}`");
        }
    }
}
