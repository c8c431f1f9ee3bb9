using System.Text.Json;
using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Ranges;
using KernelGuard.Cel.Schemas;
using KernelGuard.Policies.Compilation;
using KernelGuard.Tools.Schemas;

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
    private readonly DocumentConditions _conditions;
    private readonly CelAssumptions _known;

    /// <summary>Reads the schema of a tool.</summary>
    /// <param name="document">The document.</param>
    /// <param name="conditions">Reasons about its conditions.</param>
    /// <param name="schema">The schema as it was written.</param>
    /// <param name="enforced">The schema as calls are held to it.</param>
    public ToolArguments(CompiledDocument document, DocumentConditions conditions, JsonElement schema, ToolSchema enforced)
    {
        _conditions = conditions;
        _known = CelAssumptions.Of(path => ArgumentRanges.Of(enforced, path));
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

    /// <summary>What in an expression comes out the same for every call that fits the tool.</summary>
    /// <param name="expression">An expression that fits.</param>
    public IEnumerable<CelDiagnostic> FindConstants(ArgumentExpression expression)
    {
        if (expression.Program is not { } program)
        {
            return [];
        }

        var premise = _conditions.Premise(program);
        var parts = _known.FindImpossible(premise);
        if (parts.Count > 0)
        {
            return parts.Select(part => Constant(part.Span, WordsOf(part.Kind), RangeWords.Of(part)));
        }

        return expression.Type == CelType.Bool
            && DocumentConditions.FindImpossible(_known, premise) is { } impossible
            && DocumentConditions.FindImpossible(DocumentConditions.AnyCall, premise) is null
            ? [Constant(new CelSpan(0, program.Source.Length), $"the condition {impossible}", "compare its bounds and values with those of the schema")]
            : [];

        static CelDiagnostic Constant(CelSpan span, string message, string? help) =>
            new(DiagnosticCodes.ConstantCondition, message, span, help, CelSeverity.Warning);
    }

    private static string WordsOf(CelImpossibilityKind kind) => kind switch
    {
        CelImpossibilityKind.NeverTrue => "this can never be true",
        CelImpossibilityKind.NeverFalse => "this is never false (only true or an error)",
        _ => "this value makes no difference",
    };

    private static CelDiagnostic[] Both(IEnumerable<CelDiagnostic> found, IReadOnlyList<CelDiagnostic> others) =>
        [.. found.Where(finding => Has(others, finding))];

    private static bool Has(IEnumerable<CelDiagnostic> findings, CelDiagnostic finding) =>
        findings.Any(other => other.Span == finding.Span && other.Code == finding.Code);
}
