using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Warns of patterns that no tool matches, where all tools are known.</summary>
internal static class UnreachedRules
{
    public static void Check(IEnumerable<CompiledDocument> documents, ToolCatalogue tools, DiagnosticBag bag)
    {
        string[] offered = [.. tools.Tools.Where(tool => tool.IsOffered).Select(tool => tool.Facts.Name)];

        // A substitute is reached by way of the tool that it stands in for.
        string[] names = [.. offered, .. tools.Tools.Where(tool => tool.Facts.IsSubstitute).Select(tool => tool.Facts.Name)];
        var exact = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (text, span) in documents.SelectMany(document => document.Definition.Rules).SelectMany(rule => rule.Tools))
        {
            var pattern = new ToolPattern(text);
            if (pattern.IsExact ? !exact.Contains(text) : !Array.Exists(names, pattern.Matches))
            {
                bag.Warning(
                    DiagnosticCodes.UnreachedRule,
                    span,
                    pattern.IsExact ? "no tool has this name" : "no tool matches this pattern",
                    pattern.IsExact ? Suggestion.For(text, offered) : null);
            }
        }
    }
}
