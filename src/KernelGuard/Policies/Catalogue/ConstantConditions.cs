using KernelGuard.Cel;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Warns of conditions that read nothing, and so come out the same for every call; <c>true</c> is a way to say so.</summary>
internal static class ConstantConditions
{
    public static void Check(IEnumerable<CompiledDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            foreach (var (definition, rule) in document.Definition.Rules.Zip(document.Rules))
            {
                if (rule.Condition is { ReferencedVariables: [], Source: not "true" } condition)
                {
                    var value = condition.Evaluate(new CelVariables(document.Environment));
                    var outcome = value.IsError ? "always fails" : value.IsTrue ? "is always true" : "is always false";
                    bag.Warning(DiagnosticCodes.ConstantCondition, definition.When!.Span, $"the condition reads nothing and {outcome}");
                }
            }
        }
    }
}
