using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Validation;

/// <summary>Rule ids are well formed and unique in their document.</summary>
internal sealed class RuleIdValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
            foreach (var id in document.Rules.Select(rule => rule.Id).OfType<Located<string>>())
            {
                Validate(id, seen, bag);
                if (id.Value == DefaultDefinition.RuleId && document.Default is not null)
                {
                    bag.Error(DiagnosticCodes.DuplicateRule, id.Span, "the id `default` belongs to what the document says by `default`");
                }
            }
        }
    }

    private static void Validate(Located<string> id, Dictionary<string, SourceSpan> seen, DiagnosticBag bag)
    {
        if (!RuleNames.IsId(id.Value))
        {
            bag.Error(
                DiagnosticCodes.InvalidName,
                id.Span,
                $"{QuotedText.Quote(id.Value)} is no rule id",
                "ids begin with a letter or digit and go on with those, `.`, `_` and `-`, 128 characters at most");
        }

        if (!seen.TryAdd(id.Value, id.Span))
        {
            bag.Error(
                DiagnosticCodes.DuplicateRule,
                id.Span,
                $"duplicate rule id {QuotedText.Quote(id.Value)}: first on line {seen[id.Value].Line}");
        }
    }
}
