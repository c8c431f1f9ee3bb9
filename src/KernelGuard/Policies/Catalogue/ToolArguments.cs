using System.Text.Json;
using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Schemas;
using KernelGuard.Policies.Compilation;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Checks the expressions of one document against the arguments of one tool. Not thread-safe.</summary>
/// <remarks>
/// What a schema calls a number is an int in one call and a double in another, and numbers of both kinds can be equal. So an expression
/// does not fit only where it fits neither reading, and numbers are never too different to be equal.
/// </remarks>
internal sealed class ToolArguments
{
    private static readonly string[] Equalities = ["==", "!=", "in"];
    private readonly Lazy<TypedScope> _usual;
    private readonly Lazy<TypedScope> _asIntegers;
    private readonly Lazy<TypedScope> _asDoubles;

    public ToolArguments(CompiledDocument document, JsonElement schema)
    {
        _usual = new(() => Scope(CelType.Int, CelType.Double));
        _asIntegers = new(() => Scope(CelType.Int, CelType.Int));
        _asDoubles = new(() => Scope(CelType.Double, CelType.Double));

        TypedScope Scope(CelType wholeNumber, CelType number) => new(document, CelSchema.Read(schema, "args", wholeNumber, number));
    }

    /// <summary>What is wrong with an expression for every call that fits the tool.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">The variables that it reads and whose types follow from arguments, in order.</param>
    public IReadOnlyList<CelDiagnostic> Check(ArgumentExpression expression, IReadOnlyList<int> variables)
    {
        var found = _usual.Value.Check(expression, variables);
        found = found.Count == 0 ? found : Both(found, _asIntegers.Value.Check(expression, variables));
        if (!found.Any(IsEquality))
        {
            return found;
        }

        var others = _asDoubles.Value.Check(expression, variables);
        return [.. found.Where(finding => !IsEquality(finding) || Has(others, finding))];

        bool IsEquality(CelDiagnostic finding) => Equalities.Contains(expression.Source.Substring(finding.Span.Start, finding.Span.Length));
    }

    private static CelDiagnostic[] Both(IEnumerable<CelDiagnostic> found, IReadOnlyList<CelDiagnostic> others) =>
        [.. found.Where(finding => Has(others, finding))];

    private static bool Has(IEnumerable<CelDiagnostic> findings, CelDiagnostic finding) =>
        findings.Any(other => other.Span == finding.Span && other.Code == finding.Code);
}
