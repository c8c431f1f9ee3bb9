using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>No two names or spellings of declared tools are equal ignoring case, in the whole set. What only adds recordings to a tool is none.</summary>
internal sealed class ToolUniquenessValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var seen = new Dictionary<string, SourceSpan>(StringComparer.OrdinalIgnoreCase);
        var tools = documents.SelectMany(document => document.Tools).ToLookup(tool => tool.OnlyRecords);
        var names = tools[false].Select(tool => tool.Name.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var declared = tools[false].Concat(tools[true].Where(tool => names.Add(tool.Name.Value)));
        foreach (var (name, span) in declared.SelectMany(tool => tool.Also.Prepend(tool.Name)))
        {
            if (!seen.TryAdd(name, span))
            {
                var first = seen[name];
                bag.Error(
                    DiagnosticCodes.DuplicateTool,
                    span,
                    $"the tool {QuotedText.Quote(name)} is declared twice: first in {first.Source.Name}, line {first.Line}",
                    "declare a tool in one place; names are compared ignoring case");
            }
        }
    }
}
