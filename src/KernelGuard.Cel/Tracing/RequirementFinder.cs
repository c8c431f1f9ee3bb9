using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>
/// Finds what would have to hold for an expression to have a value: ways of which one is enough, each a list of requirements of which all are
/// needed. Ways are left out where there are many; none that is given is wrong.
/// </summary>
internal sealed class RequirementFinder(string variable, Func<string, ProgramParts?> definitionOf)
{
    private const int MaxWays = 16;
    private const int MaxRequirements = 32;
    private const int MaxSteps = 2_000;
    private static readonly IReadOnlyList<Requirement>[] Always = [[]];
    private readonly DefinitionReader _definitions = new(path => path == variable || IsWithin(path, variable) ? null : definitionOf(path));
    private int _steps;

    public IReadOnlyList<IReadOnlyList<Requirement>> Find(ProgramPart part, bool wanted)
    {
        part = _definitions.Resolve(part);
        if (++_steps > MaxSteps)
        {
            return [];
        }

        switch (part.Expr)
        {
            case LiteralExpr { Value: { Kind: CelKind.Bool } value }:
                return value.IsTrue == wanted ? Always : [];
            case CallExpr { Function: Operators.And or Operators.Or } chain:
                var ways = chain.Arguments.Select(term => Find(part.At(term), wanted));
                return wanted == (chain.Function == Operators.And) ? All(ways) : [.. ways.SelectMany(way => way).Take(MaxWays)];
            case CallExpr { Function: Operators.Not, Arguments: [var operand] }:
                return Find(part.At(operand), !wanted);
            case CallExpr { Function: Operators.Conditional, Arguments: [var test, var yes, var no] }:
                return
                [
                    .. All([Find(part.At(test), true), Find(part.At(yes), wanted)]),
                    .. All([Find(part.At(test), false), Find(part.At(no), wanted)]),
                ];
            default:
                return [[Single(part, wanted)]];
        }
    }

    private static IReadOnlyList<IReadOnlyList<Requirement>> All(IEnumerable<IReadOnlyList<IReadOnlyList<Requirement>>> terms) => terms.Aggregate(
        (IReadOnlyList<IReadOnlyList<Requirement>>)Always,
        (ways, next) =>
        [
            .. ways.SelectMany(way => next.Select(more => (IReadOnlyList<Requirement>)[.. way, .. more]))
                .Where(way => way.Count <= MaxRequirements)
                .Take(MaxWays),
        ]);

    private Requirement Single(ProgramPart part, bool wanted)
    {
        var holds = part.Is(wanted);
        if (part.TestedPath() is { } tested && IsField(tested))
        {
            return new Requirement.Presence(tested, wanted, holds);
        }

        if (part.Path() is { } path && IsField(path))
        {
            return new Requirement.Comparison(path, Relation.Equal, CelValue.FromBool(wanted), holds);
        }

        var found = part.Expr is CallExpr { Arguments: [var left, var right] } call
            ? Compared(call.Function, _definitions.Resolve(part.At(left)), _definitions.Resolve(part.At(right)), wanted, holds)
            : null;
        return found ?? new Requirement.Other(_definitions.Reads(part) ?? new HashSet<string> { variable }, holds);
    }

    private Requirement? Compared(string function, ProgramPart left, ProgramPart right, bool wanted, bool holds)
    {
        if (function == Operators.In)
        {
            return wanted && PlaceOf(left) is { Conversion: not "int" } place && right.Expr is ListExpr list && Constants(right, list) is { } constants
                ? new Requirement.Choice(place.Path, constants, holds)
                : null;
        }

        if (RelationExtensions.Of(function) is not { } relation)
        {
            return null;
        }

        relation = wanted ? relation : relation.Negated();
        if (PlaceOf(left) is { } first && ConstantOf(right) is { } constant)
        {
            return Comparison(first, relation, constant, holds);
        }

        return PlaceOf(right) is { } second && ConstantOf(left) is { } other ? Comparison(second, relation.Mirrored(), other, holds) : null;
    }

    private static Requirement.Comparison? Comparison((string Path, string? Conversion) place, Relation relation, CelValue constant, bool holds)
    {
        var isNumber = constant.Kind is CelKind.Int or CelKind.Double;
        if (relation is not (Relation.Equal or Relation.NotEqual) && !isNumber)
        {
            return null;
        }

        if (place.Conversion == "int")
        {
            return constant.Kind == CelKind.Int ? Truncated(place.Path, relation, constant.AsInt, holds) : null;
        }

        return isNumber || place.Conversion is null ? new Requirement.Comparison(place.Path, relation, constant, holds) : null;
    }

    // What lies between two whole numbers is taken for the one nearer to zero.
    private static Requirement.Comparison? Truncated(string path, Relation relation, long constant, bool holds) => relation switch
    {
        Relation.Less when constant > long.MinValue => new(path, Relation.LessEqual, CelValue.FromInt(constant - 1), holds),
        Relation.Greater when constant < long.MaxValue => new(path, Relation.GreaterEqual, CelValue.FromInt(constant + 1), holds),
        Relation.Equal or Relation.LessEqual or Relation.GreaterEqual => new(path, relation, CelValue.FromInt(constant), holds),
        _ => null,
    };

    /// <summary>The field that a part is, perhaps converted to a number.</summary>
    private (string Path, string? Conversion)? PlaceOf(ProgramPart part)
    {
        if (part.Path() is { } path)
        {
            return IsField(path) ? (path, null) : null;
        }

        return part.Expr is CallExpr { Function: "double" or "int", Target: null, Arguments: [var operand] } call
            && PlaceOf(_definitions.Resolve(part.At(operand))) is { Conversion: null } place
            ? (place.Path, call.Function)
            : null;
    }

    private List<CelValue>? Constants(ProgramPart part, ListExpr list)
    {
        var constants = list.Elements.Select(element => ConstantOf(_definitions.Resolve(part.At(element)))).OfType<CelValue>().ToList();
        return constants.Count == list.Elements.Length && !list.Optional.Contains(true) ? constants : null;
    }

    private CelValue? ConstantOf(ProgramPart part) => _definitions.ConstantOf(part) switch
    {
        { Kind: CelKind.Bool or CelKind.Int or CelKind.String } value => value,
        { Kind: CelKind.Double } number when double.IsFinite(number.AsDouble) => number,
        _ => null,
    };

    private bool IsField(string path) => IsWithin(path, variable);

    private static bool IsWithin(string path, string variable) =>
        path.Length > variable.Length + 1 && path.StartsWith(variable, StringComparison.Ordinal) && path[variable.Length] == '.';
}
