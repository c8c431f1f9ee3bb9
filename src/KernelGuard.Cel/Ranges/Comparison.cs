using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>A comparison of a place with constants.</summary>
/// <param name="Place">The place.</param>
/// <param name="Relation">How it compares; null where it asks whether the place is among the constants.</param>
/// <param name="Constants">The constants; a single one where there is a relation.</param>
internal sealed record Comparison(Place Place, Relation? Relation, IReadOnlyList<CelValue> Constants)
{
    /// <summary>The comparison that a part is; null where it is none.</summary>
    public static Comparison? Of(ProgramPart part, DefinitionReader definitions)
    {
        if (part.Expr is not CallExpr { Target: null, Arguments: [var first, var second] } call)
        {
            return null;
        }

        var (left, right) = (part.At(first), part.At(second));
        if (call.Function == Operators.In)
        {
            return Ranges.Place.Of(left, definitions) is { } place && definitions.ConstantOf(right) is { Kind: CelKind.List } list
                ? new Comparison(place, null, [.. Enumerable.Range(0, list.AsList.Count).Select(i => list.AsList[i])])
                : null;
        }

        return RelationExtensions.Of(call.Function) is { } relation
            ? Of(left, relation, right, definitions) ?? Of(right, relation.Mirrored(), left, definitions)
            : null;
    }

    /// <summary>What is left of the place's range where the comparison is true or false.</summary>
    public CelRange Narrow(CelRange range, bool value) =>
        Relation is { } relation ? range.Where(relation, Constants[0], value) : range.Among(Constants, value);

    private static Comparison? Of(ProgramPart left, Relation relation, ProgramPart right, DefinitionReader definitions) =>
        Ranges.Place.Of(left, definitions) is { } place && definitions.ConstantOf(right) is { IsError: false } constant
            ? new Comparison(place, relation, [constant])
            : null;
}
