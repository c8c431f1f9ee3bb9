using System.Collections.Immutable;
using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>Follows what an expression came to back to the places that it reads. Ways that it cannot follow stay as they are, so none is lost. Not thread-safe.</summary>
internal sealed class AssumptionRun(DefinitionReader definitions)
{
    private const int MaxWays = 16;
    private const int MaxSteps = 2_000;
    private int _steps;

    /// <summary>The ways in which a part has a value.</summary>
    /// <param name="part">The part.</param>
    /// <param name="value">Its value.</param>
    /// <param name="ways">The ways that are known so far.</param>
    public ImmutableArray<Way> Assume(ProgramPart part, bool value, ImmutableArray<Way> ways)
    {
        if (ways.IsEmpty || ++_steps > MaxSteps)
        {
            return ways;
        }

        part = definitions.Resolve(part);
        switch (part.Expr)
        {
            case CallExpr { Function: Operators.And or Operators.Or } chain when value == (chain.Function == Operators.And):
                return chain.Arguments.Aggregate(ways, (known, term) => Assume(part.At(term), value, known));
            case CallExpr { Function: Operators.And or Operators.Or } chain:
                return Either(ways, chain.Arguments.Select(term => Assume(part.At(term), value, ways)));
            case CallExpr { Function: Operators.Not, Arguments: [var operand] }:
                return Assume(part.At(operand), !value, ways);
            case CallExpr { Function: Operators.Conditional, Arguments: [var test, var yes, var no] }:
                return Either(ways,
                [
                    Assume(part.At(yes), value, Assume(part.At(test), true, ways)),
                    Assume(part.At(no), value, Assume(part.At(test), false, ways)),
                ]);
            default:
                return [.. ways.Select(way => Narrow(part, value, way)).OfType<Way>()];
        }
    }

    private static ImmutableArray<Way> Either(ImmutableArray<Way> ways, IEnumerable<ImmutableArray<Way>> alternatives)
    {
        ImmutableArray<Way> all = [.. alternatives.SelectMany(alternative => alternative).Distinct()];
        return all.Length <= MaxWays ? all : ways;
    }

    private Way? Narrow(ProgramPart part, bool value, Way way)
    {
        if (definitions.ConstantOf(part) is { } constant)
        {
            return constant.Kind != CelKind.Bool || constant.IsTrue == value ? way : null;
        }

        if (part.TestedPath() is { } tested)
        {
            return way.With(new Place(tested, Aspect.Presence), range => range.Where(Relation.Equal, CelValue.FromBool(value), true));
        }

        if (part.Path() is { } path)
        {
            return way.With(new Place(path), range => range.Where(Relation.Equal, CelValue.FromBool(value), true));
        }

        return Comparison.Of(part, definitions) is { } comparison ? way.With(comparison.Place, range => comparison.Narrow(range, value)) : way;
    }
}
