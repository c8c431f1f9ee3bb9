using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Where a tool must come from is something that seams say.</summary>
internal sealed class ToolSourceValidator : IPolicyValidator
{
    private const string McpPrefix = "mcp:";

    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var tool in documents.SelectMany(document => document.Tools))
        {
            if (tool.Source is { } source && !IsKnown(source.Value))
            {
                bag.Error(
                    DiagnosticCodes.UnknownValue,
                    source.Span,
                    $"unknown source {QuotedText.Quote(source.Value)}",
                    "use `sk`, `ai`, or `mcp:` and the name of a server");
            }
        }
    }

    /// <summary>Whether seams can say so.</summary>
    internal static bool IsKnown(string source) =>
        source is "sk" or "ai" || (source.Length > McpPrefix.Length && source.StartsWith(McpPrefix, StringComparison.Ordinal));
}
