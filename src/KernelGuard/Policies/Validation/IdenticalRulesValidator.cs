using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Warns of two rules of a document that say the same of the same tools. Approvals add up, so rules that ask for one are left alone.</summary>
internal sealed class IdenticalRulesValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            var seen = new Dictionary<(string Tools, string? When, Effect Effect, GuardMode? Mode), SourceSpan>();
            foreach (var rule in document.Rules.Where(rule => rule is { Id: not null, Effect: not null, Approval: null, Throttle: null, Transforms: null, Sandbox: null }))
            {
                var tools = rule.Tools.Select(tool => tool.Value.ToUpperInvariant()).Order(StringComparer.Ordinal);
                var content = (string.Join('\n', tools), rule.When?.Text, rule.Effect!.Value.Value, rule.Mode?.Value);
                if (!seen.TryAdd(content, rule.Span))
                {
                    bag.Warning(
                        DiagnosticCodes.IdenticalRules,
                        rule.Id!.Value.Span,
                        $"the rule {QuotedText.Quote(rule.Id.Value.Value)} has the tools, condition and effect of the rule on line {seen[content].Line}",
                        "take one of them out");
                }
            }
        }
    }
}
