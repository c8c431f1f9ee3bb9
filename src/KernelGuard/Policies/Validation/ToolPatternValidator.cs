using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>The tool patterns of rules and roles are well formed.</summary>
internal sealed class ToolPatternValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var (pattern, span) in documents.SelectMany(PatternsOf))
        {
            if (ToolNameSyntax.ProblemOf(pattern) is { } problem)
            {
                var help = pattern.Contains(',', StringComparison.Ordinal)
                    ? "write several patterns as a list: [A.*, B.*]"
                    : "only `*` is special: it stands for any characters";
                bag.Error(DiagnosticCodes.InvalidPattern, span, $"bad tool pattern {QuotedText.Quote(pattern)}: {problem}", help);
            }
        }
    }

    internal static IEnumerable<Located<string>> PatternsOf(PolicyDocument document) => document.Rules.SelectMany(rule => rule.Tools)
        .Concat(document.Roles.SelectMany(role => role.May))
        .Concat(document.Counters.SelectMany(counter => counter.Tools))
        .Concat(document.Default?.AppliesTo ?? []);
}
