using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>Finds the limits of sums that make an expression true, whatever else it reads. What is written in another way is not found.</summary>
internal sealed class SumLimitFinder(string variable, Func<string, (ProgramParts Parts, string Source)?> definitionOf)
{
    private const int MaxSteps = 1_000;
    private int _steps;

    public IEnumerable<CelSumLimit> Find(ProgramPart part, string source)
    {
        (part, source) = Defined(part, source);
        return part.Expr switch
        {
            _ when ++_steps > MaxSteps => [],

            // One term is enough, and an error of another does not hide it.
            CallExpr { Function: Operators.Or } any => any.Arguments.SelectMany(term => Find(part.At(term), source)),
            CallExpr { Arguments: [var left, var right] } call when RelationExtensions.Of(call.Function) is { } relation =>
                (Compared(part.At(left), relation, part.At(right), source) ?? Compared(part.At(right), relation.Mirrored(), part.At(left), source)) is { } limit
                    ? [limit]
                    : [],
            _ => [],
        };
    }

    private CelSumLimit? Compared(ProgramPart sum, Relation relation, ProgramPart constant, string source)
    {
        if (relation is not (Relation.Greater or Relation.GreaterEqual)
            || Defined(constant, source).Part.Expr is not LiteralExpr { Value: { Kind: CelKind.Int or CelKind.Double } limit })
        {
            return null;
        }

        (sum, source) = Defined(sum, source);
        var isExclusive = relation == Relation.GreaterEqual;
        if (FieldOf(sum) is { } path)
        {
            return new CelSumLimit(path, null, limit, isExclusive);
        }

        if (sum.Expr is not CallExpr { Function: Operators.Add, Arguments: [var one, var other] })
        {
            return null;
        }

        return FieldOf(sum.At(one)) is { } first ? new CelSumLimit(first, TextOf(sum.At(other), source), limit, isExclusive)
            : FieldOf(sum.At(other)) is { } second ? new CelSumLimit(second, TextOf(sum.At(one), source), limit, isExclusive)
            : null;
    }

    private string? FieldOf(ProgramPart part) => part.Path() is { } path && path.StartsWith(variable + ".", StringComparison.Ordinal) ? path : null;

    private string TextOf(ProgramPart part, string source)
    {
        var (found, text) = Defined(part, source);
        return SourceText.Of(found.Expr, text);
    }

    private (ProgramPart Part, string Source) Defined(ProgramPart part, string source)
    {
        while (++_steps <= MaxSteps && part.Path() is { } path && definitionOf(path) is { } definition)
        {
            (part, source) = (definition.Parts.Root, definition.Source);
        }

        return (part, source);
    }
}
