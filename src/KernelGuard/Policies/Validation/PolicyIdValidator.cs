using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Validation;

/// <summary>Policy ids are well formed and unique in the set.</summary>
internal sealed partial class PolicyIdValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (document.Id is not { } id)
            {
                continue;
            }

            if (!Pattern().IsMatch(id.Value))
            {
                bag.Error(
                    DiagnosticCodes.InvalidName,
                    id.Span,
                    $"{QuotedText.Quote(id.Value)} is no policy id",
                    "ids begin with a lower-case letter or digit and go on with those, `.`, `_` and `-`, 128 characters at most");
            }

            if (id.Value == CodeRule.PolicyId)
            {
                bag.Error(DiagnosticCodes.InvalidName, id.Span, "the policy id `code` belongs to the rules that are written in code");
            }

            if (!seen.TryAdd(id.Value, id.Span))
            {
                var first = seen[id.Value];
                bag.Error(
                    DiagnosticCodes.DuplicatePolicy, id.Span, $"duplicate policy id {QuotedText.Quote(id.Value)}: first in {first.Source.Name}, line {first.Line}");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
