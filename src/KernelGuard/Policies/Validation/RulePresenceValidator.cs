using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>The set has rules, and some of them permit something.</summary>
internal sealed class RulePresenceValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        if (documents.Count == 0 || documents.Any(document => !document.IsReadable))
        {
            return;
        }

        var start = documents[0].Id?.Span ?? documents[0].Source.Span(0, 1);
        if (documents.All(document => document.Rules.IsEmpty && document.Default is null && !document.Roles.Any(role => role.Grants)))
        {
            bag.Error(DiagnosticCodes.NoRules, start, "the set has no rule: it would refuse every call", "add a list of `rules`");
        }
        else if (!documents.Any(Permits))
        {
            bag.Warning(
                DiagnosticCodes.NothingPermitted,
                start,
                "no rule permits anything: every call will be refused",
                "a call runs only if a rule says `allow`, `log_only`, `require_approval` or `sandbox`");
        }
    }

    private static bool Permits(PolicyDocument document) =>
        document.Roles.Any(role => role.Grants)
        || (document.Mode != GuardMode.Observe && (document.Default is { Effect.Value: Effect.Allow }
            || document.Rules.Any(rule => rule.Effect is not { Value: Effect.Deny or Effect.Throttle or Effect.Transform })));
}
