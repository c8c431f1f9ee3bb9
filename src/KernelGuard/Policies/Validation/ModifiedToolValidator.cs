using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Rules change only tools that may be changed, and substitutes are declared as such.</summary>
internal sealed class ModifiedToolValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var tools = documents.SelectMany(document => document.Tools).ToArray();
        var fixedTools = tools.Where(tool => !tool.IsModifiable).Select(tool => tool.Name.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var substitutes = tools.Where(tool => tool.IsSubstitute).Select(tool => tool.Name.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isComplete = documents.All(document => document.IsReadable);
        foreach (var rule in documents.SelectMany(document => document.Rules))
        {
            foreach (var tool in rule.Tools.Where(tool => rule.Effect is { Value: Effect.Transform } && fixedTools.Contains(tool.Value)))
            {
                bag.Error(
                    DiagnosticCodes.NotModifiable, tool.Span, $"{QuotedText.Quote(tool.Value)} says `modifiable: false`: its calls cannot be transformed");
            }

            if (isComplete && rule.Sandbox?.Tool is { } substitute && !substitutes.Contains(substitute.Value))
            {
                bag.Error(
                    DiagnosticCodes.UnknownSubstitute,
                    substitute.Span,
                    $"no tool {QuotedText.Quote(substitute.Value)} is declared as a substitute",
                    Suggestion.For(substitute.Value, substitutes) ?? $"declare it under `tools` with `substitute: true`");
            }
        }
    }
}
