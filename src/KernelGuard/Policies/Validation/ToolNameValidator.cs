using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>The names of declared tools, their other spellings and alternatives are names and not patterns.</summary>
internal sealed class ToolNameValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            foreach (var (name, span) in NamesOf(document))
            {
                if (ToolNameSyntax.ProblemOf(name) is { } problem)
                {
                    bag.Error(DiagnosticCodes.InvalidPattern, span, $"bad tool name {QuotedText.Quote(name)}: {problem}");
                }
                else if (name.Contains('*', StringComparison.Ordinal))
                {
                    bag.Error(DiagnosticCodes.InvalidPattern, span, $"bad tool name {QuotedText.Quote(name)}: a pattern cannot stand here", "name one tool");
                }
            }
        }
    }

    internal static IEnumerable<Located<string>> NamesOf(PolicyDocument document) =>
        document.Tools.SelectMany(NamesOf).Concat(document.Rules.SelectMany(AlternativesOf));

    private static IEnumerable<Located<string>> NamesOf(ToolDefinition tool) => tool.Also.Prepend(tool.Name);

    private static IEnumerable<Located<string>> AlternativesOf(RuleDefinition rule) => rule.Alternatives.Select(alternative => alternative.Tool);
}
