using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>Finds the comparisons that ask for values which places cannot have.</summary>
internal static class ImpossibilityFinder
{
    public static IEnumerable<CelImpossibility> Find(ProgramPart part, Way way, DefinitionReader definitions) =>
        Comparison.Of(part, definitions) is { } comparison
            ? Find(part, comparison, way, definitions)
            : Parts(part.Expr).SelectMany(child => Find(part.At(child), way, definitions));

    // What a macro names has no value outside of it.
    private static IEnumerable<Expr> Parts(Expr expr) => expr switch
    {
        ComprehensionExpr comprehension => [comprehension.Range],
        BindExpr bind => [bind.Value],
        _ => Children.Of(expr),
    };

    private static IEnumerable<CelImpossibility> Find(ProgramPart part, Comparison comparison, Way way, DefinitionReader definitions)
    {
        var call = (CallExpr)part.Expr;
        var found = new CelImpossibility(part.Expr.Span, comparison.Place.ToString(), way[comparison.Place], CelImpossibilityKind.NeverTrue);
        if (comparison.Relation is not null)
        {
            var kind = comparison.Relation == Relation.NotEqual ? CelImpossibilityKind.NeverFalse : CelImpossibilityKind.NeverTrue;
            return Can(comparison, kind == CelImpossibilityKind.NeverTrue) ? [] : [found with { Kind = kind }];
        }

        if (!Can(comparison, true))
        {
            return [found];
        }

        return part.At(call.Arguments[1]).Expr is ListExpr list && list.Elements.Length == comparison.Constants.Count
            ? list.Elements
                .Where((_, i) => !Can(comparison with { Relation = Relation.Equal, Constants = [comparison.Constants[i]] }, true))
                .Select(element => found with { Span = element.Span, Kind = CelImpossibilityKind.IdleElement })
            : [];

        bool Can(Comparison asked, bool value) => way.With(asked.Place, range => asked.Narrow(range, value)) is not null;
    }
}
