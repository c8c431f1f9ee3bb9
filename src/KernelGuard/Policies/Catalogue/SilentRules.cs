using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Warns of rules and defaults that other rules keep from ever making a difference.</summary>
internal static class SilentRules
{
    public static void Check(IReadOnlyList<CompiledDocument> documents, DiagnosticBag bag)
    {
        var denies = new PatternCover();
        foreach (var rule in documents.SelectMany(document => document.Rules).Where(rule => IsUnconditional(rule) && !rule.Scope.IsFirstMatch && !rule.IsDefault))
        {
            if (rule.Reference.Effect == Effect.Deny)
            {
                denies.Add(rule);
            }
        }

        foreach (var document in documents)
        {
            CheckPermits(document, denies, bag);
            CheckDocument(document, bag);
        }
    }

    // A deny that always holds wins wherever it stands.
    private static void CheckPermits(CompiledDocument document, PatternCover denies, DiagnosticBag bag)
    {
        foreach (var (definition, rule) in Pairs(document).Where(pair => pair.Rule.Permits))
        {
            if (denies.Find(rule.Tools) is { } deny)
            {
                Report(definition, $"{Name(deny)} forbids every call that this rule permits", bag);
            }
        }
    }

    private static void CheckDocument(CompiledDocument document, DiagnosticBag bag)
    {
        var earlier = new PatternCover();
        foreach (var (definition, rule) in Pairs(document).Where(pair => !pair.Rule.Reference.Effect.IsModifier()))
        {
            if (rule.Scope.IsFirstMatch && earlier.Find(rule.Tools) is { } first)
            {
                Report(definition, $"{Name(first)} comes first and holds for every call that this rule concerns", bag);
            }

            if (IsUnconditional(rule))
            {
                earlier.Add(rule);
            }
        }

        if (document.Definition.Default is { } usual && earlier.Find(usual.AppliesTo.Select(pattern => new ToolPattern(pattern.Value))) is { } last)
        {
            bag.Warning(
                DiagnosticCodes.ShadowedRule,
                usual.Effect.Span,
                $"the default never speaks: {Name(last)} holds for every call that it applies to",
                "take one of them out");
        }
    }

    private static void Report(RuleDefinition definition, string message, DiagnosticBag bag) =>
        bag.Warning(DiagnosticCodes.ShadowedRule, definition.Id!.Value.Span, message, "take one of them out, or say when it holds");

    // A trial leaves what the document says as it would be without it.
    private static bool IsUnconditional(GuardRule rule) => rule is { InCode: null, Condition: null or { Source: "true" }, Reference.Mode: GuardMode.Enforce };

    private static IEnumerable<(RuleDefinition Definition, GuardRule Rule)> Pairs(CompiledDocument document) =>
        document.Definition.Rules.Zip(document.Rules);

    private static string Name(GuardRule rule) => QuotedText.Quote($"{rule.Reference.PolicyId}/{rule.Reference.RuleId}");
}
