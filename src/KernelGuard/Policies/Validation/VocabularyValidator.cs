using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Facts;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Scales and facts are declared once, and under names that can be written after a dot.</summary>
internal sealed partial class VocabularyValidator : IPolicyValidator
{
    private static readonly string[] Reserved = ["true", "false", "null", "in"];

    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var levels = documents.SelectMany(document => document.Levels).ToArray();
        var facts = documents.SelectMany(document => document.Facts).ToArray();
        UniqueNames.Check(levels.Select(level => level.Name), DiagnosticCodes.DuplicateLevels, "the scale", "declare a scale in one place", bag);
        UniqueNames.Check(facts.Select(fact => fact.Subject), DiagnosticCodes.DuplicateFacts, "the facts of", "declare them in one place", bag);
        foreach (var (name, span) in levels.Select(level => level.Name).Concat(facts.SelectMany(fact => fact.Fields).Select(field => field.Name)))
        {
            if (!Pattern().IsMatch(name) || Reserved.Contains(name))
            {
                bag.Error(
                    DiagnosticCodes.InvalidName,
                    span,
                    $"{QuotedText.Quote(name)} is no name that a condition can read",
                    "names begin with a letter or `_` and go on with those and digits, 64 characters at most");
            }
        }

        foreach (var (name, span) in facts.Where(fact => fact.Subject.Value != FactSubject.Context).SelectMany(fact => fact.Fields).Select(field => field.Name))
        {
            if (name is "type" or "id")
            {
                bag.Error(DiagnosticCodes.InvalidName, span, $"every resource has {QuotedText.Quote(name)}: it is no fact of its own", "take it out");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
