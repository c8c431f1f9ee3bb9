using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Validation;

/// <summary>The codes of rules are well formed and cannot be mistaken for the guard's own.</summary>
internal sealed class RuleCodeValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var (code, span) in documents.SelectMany(document => document.Rules).Select(rule => rule.Code).OfType<Located<string>>())
        {
            if (!RuleNames.IsCode(code))
            {
                bag.Error(
                    DiagnosticCodes.InvalidCode,
                    span,
                    $"{QuotedText.Quote(code)} is no code",
                    "codes begin with a lower-case letter and go on with those, digits and `_`, 64 characters at most");
            }
            else if (GuardCodes.All.Contains(code))
            {
                bag.Error(DiagnosticCodes.InvalidCode, span, $"the code {QuotedText.Quote(code)} belongs to the guard", "choose a code that says what this rule forbids");
            }
        }
    }
}
