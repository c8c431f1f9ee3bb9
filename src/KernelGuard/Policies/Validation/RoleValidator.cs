using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Roles are well named and defined once, in documents that bind: they hold for the whole set, so they cannot be observed on their own.</summary>
internal sealed partial class RoleValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var roles = documents.SelectMany(document => document.Roles).Select(role => role.Id).ToArray();
        UniqueNames.Check(roles, DiagnosticCodes.DuplicateRole, "the role", "define a role in one place", bag);
        foreach (var (id, span) in roles.Where(role => !Pattern().IsMatch(role.Value)))
        {
            bag.Error(
                DiagnosticCodes.InvalidName,
                span,
                $"{QuotedText.Quote(id)} is no name of a role",
                "names begin with a letter or digit and go on with those, `.`, `_` and `-`, 128 characters at most");
        }

        foreach (var role in documents.Where(document => document.Mode == GuardMode.Observe).SelectMany(document => document.Roles))
        {
            bag.Error(
                DiagnosticCodes.MisplacedKey,
                role.Id.Span,
                $"the role {QuotedText.Quote(role.Id.Value)} is in an observed policy: roles hold for the whole set",
                "move the roles to a policy that is not observed, or observe the set");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
