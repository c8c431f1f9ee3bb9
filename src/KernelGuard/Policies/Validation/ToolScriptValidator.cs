using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Addresses;

namespace KernelGuard.Policies.Validation;

/// <summary>Names and patterns of tools hold no letters that look like others: a rule with a Cyrillic letter never meets the tool that it seems to name.</summary>
internal sealed class ToolScriptValidator : IPolicyValidator
{
    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var (name, span) in documents.SelectMany(document => ToolPatternValidator.PatternsOf(document).Concat(ToolNameValidator.NamesOf(document))))
        {
            if (MixedScripts.ProblemOf(name) is { } problem)
            {
                bag.Error(DiagnosticCodes.MixedScripts, span, $"{QuotedText.Quote(name)} cannot name tools: {problem}", Help(name));
            }
            else if (MixedScripts.IsMixed(name, acrossWords: true))
            {
                bag.Warning(DiagnosticCodes.MixedScripts, span, $"{QuotedText.Quote(name)} has words of Latin and of another script", Help(name));
            }
        }
    }

    private static string Help(string name) => $"not of ASCII: {string.Join(", ", name.EnumerateRunes().Where(rune => !rune.IsAscii).Distinct().Take(5).Select(rune => $"U+{rune.Value:X4}"))}";
}
