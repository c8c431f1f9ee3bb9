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
    private const int MaxComparisons = 5_000;

    public static void Check(IReadOnlyList<CompiledDocument> documents, DiagnosticBag bag)
    {
        var denies = new PatternCover();
        var conditional = new ImpliedRules(MaxComparisons);
        foreach (var document in documents.Where(document => !document.Definition.IsFirstMatch))
        {
            var conditions = new DocumentConditions(document);
            foreach (var rule in document.Rules.Where(rule => rule.Reference.Effect == Effect.Deny && !rule.IsDefault))
            {
                Add(rule, conditions, denies, conditional);
            }
        }

        foreach (var document in documents)
        {
            CheckPermits(document, denies, conditional, bag);
            CheckDocument(document, bag);
        }
    }

    // A deny that holds wins wherever it stands, and one that fails refuses as well.
    private static void CheckPermits(CompiledDocument document, PatternCover denies, ImpliedRules conditional, DiagnosticBag bag)
    {
        var conditions = new DocumentConditions(document);
        foreach (var (definition, rule) in Pairs(document).Where(pair => pair.Rule.Permits))
        {
            if ((denies.Find(rule.Tools) ?? FindImplied(rule, conditions, conditional)) is { } deny)
            {
                Report(definition, $"{Name(deny)} forbids every call that this rule permits", bag);
            }
        }
    }

    private static void CheckDocument(CompiledDocument document, DiagnosticBag bag)
    {
        var earlier = new PatternCover();
        var conditional = new ImpliedRules(MaxComparisons);
        var conditions = new DocumentConditions(document);
        foreach (var (definition, rule) in Pairs(document).Where(pair => !pair.Rule.Reference.Effect.IsModifier()))
        {
            if (rule.Scope.IsFirstMatch && (earlier.Find(rule.Tools) ?? FindImplied(rule, conditions, conditional)) is { } first)
            {
                Report(definition, $"{Name(first)} comes first and holds for every call that this rule holds for", bag);
            }

            // What permits outright, and fails, leaves the call to the rules after it.
            if (IsUnconditional(rule) || rule.Reference.Effect is not (Effect.Allow or Effect.LogOnly))
            {
                Add(rule, conditions, earlier, conditional);
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

    private static void Add(GuardRule rule, DocumentConditions conditions, PatternCover always, ImpliedRules conditional)
    {
        if (IsUnconditional(rule))
        {
            always.Add(rule);
        }
        else if (rule is { InCode: null, Reference.Mode: GuardMode.Enforce })
        {
            conditional.Add(rule, conditions);
        }
    }

    private static GuardRule? FindImplied(GuardRule rule, DocumentConditions conditions, ImpliedRules conditional) =>
        rule.Condition is null ? null : conditional.Find(rule, conditions);

    // A trial leaves what the document says as it would be without it.
    private static bool IsUnconditional(GuardRule rule) => rule is { InCode: null, Condition: null or { Source: "true" }, Reference.Mode: GuardMode.Enforce };

    private static IEnumerable<(RuleDefinition Definition, GuardRule Rule)> Pairs(CompiledDocument document) =>
        document.Definition.Rules.Zip(document.Rules);

    private static string Name(GuardRule rule) => QuotedText.Quote($"{rule.Reference.PolicyId}/{rule.Reference.RuleId}");
}
