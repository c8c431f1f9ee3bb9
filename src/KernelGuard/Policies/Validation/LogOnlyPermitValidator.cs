using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Validation;

/// <summary>Warns of tools that only <c>log_only</c> permits: a flag for review that became the permission.</summary>
internal sealed class LogOnlyPermitValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var rules = documents.SelectMany(document => document.Rules).ToArray();
        var permits = rules
            .Where(rule => rule.Effect is { Value: Effect.Allow or Effect.RequireApproval or Effect.Sandbox })
            .SelectMany(rule => rule.Tools)
            .Select(tool => new ToolPattern(tool.Value))
            .ToLookup(pattern => pattern.IsExact);
        var names = permits[true].Select(pattern => pattern.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // By what stands before the first star: thousands of patterns must not be tried on thousands of others.
        var patterns = permits[false].ToLookup(
            pattern => pattern.Text[..pattern.Text.IndexOf('*', StringComparison.Ordinal)], StringComparer.OrdinalIgnoreCase);

        foreach (var (pattern, span) in rules.Where(rule => rule.Effect is { Value: Effect.LogOnly }).SelectMany(rule => rule.Tools))
        {
            if (!names.Contains(pattern) && !IsMatched(pattern, patterns))
            {
                bag.Warning(
                    DiagnosticCodes.LogOnlyPermit,
                    span,
                    $"only `log_only` permits {QuotedText.Quote(pattern)}",
                    "say `allow` as well, if the tool is meant to be permitted");
            }
        }
    }

    private static bool IsMatched(string tool, ILookup<string, ToolPattern> patterns) =>
        Enumerable.Range(0, tool.Length + 1).Any(length => patterns[tool[..length]].Any(pattern => pattern.Matches(tool)));
}
