using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>One document at most describes the set, and the policies it lists are there.</summary>
internal sealed class SetValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var sets = documents.Select(document => document.Set).OfType<SetDefinition>().ToArray();
        foreach (var set in sets.Skip(1))
        {
            var first = sets[0].Span;
            bag.Error(DiagnosticCodes.DuplicateSet, set.Span, $"the set is described twice: first in {first.Source.Name}, line {first.Line}");
        }

        if (documents.Any(document => !document.IsReadable))
        {
            return;
        }

        var ids = documents.Select(document => document.Id?.Value).OfType<string>().ToArray();
        foreach (var (id, span) in sets.SelectMany(set => set.Policies))
        {
            if (!ids.Contains(id, StringComparer.Ordinal))
            {
                bag.Error(DiagnosticCodes.MissingPolicy, span, $"the policy {QuotedText.Quote(id)} is not in the set", Suggestion.For(id, ids));
            }
        }
    }
}
