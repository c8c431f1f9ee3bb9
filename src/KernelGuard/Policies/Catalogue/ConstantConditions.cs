using KernelGuard.Cel;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Warns of conditions that come out the same for every call, whatever its tool; <c>true</c> is a way to say so.</summary>
internal static class ConstantConditions
{
    public static void Check(IEnumerable<CompiledDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            var conditions = new DocumentConditions(document);
            foreach (var (definition, rule) in document.Definition.Rules.Zip(document.Rules))
            {
                Check(definition.When, rule.Condition, conditions, bag);
            }

            foreach (var (definition, role) in document.Definition.Roles.Zip(document.Roles))
            {
                Check(definition.Where, role.Where, conditions, bag);
            }
        }
    }

    private static void Check(ExpressionText? text, CelProgram? condition, DocumentConditions conditions, DiagnosticBag bag)
    {
        if (text is null || condition is null or { Source: "true" })
        {
            return;
        }

        if (condition.ReferencedVariables.Count == 0)
        {
            var value = conditions.Evaluate(condition);
            var outcome = value.IsError ? "always fails" : value.IsTrue ? "is always true" : "is always false";
            bag.Warning(DiagnosticCodes.ConstantCondition, text.Span, $"the condition reads nothing and {outcome}");
        }
        else if (DocumentConditions.FindImpossible(DocumentConditions.AnyCall, conditions.Premise(condition)) is { } impossible)
        {
            bag.Warning(DiagnosticCodes.ConstantCondition, text.Span, $"the condition {impossible}, whatever the call", "compare its bounds and values, those of `vars` too");
        }
    }
}
