using KernelGuard.Cel.Checking;
using KernelGuard.Cel.RegularExpressions;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Estimation;

/// <summary>
/// Finds the most that an expression can cost, in the units in which evaluation counts, from the sizes that the declared types allow. Both
/// branches of a condition count as the costlier one, and every operand of a logical operator as evaluated.
/// </summary>
internal sealed partial class CostEstimator
{
    private readonly CheckResult _check;
    private readonly CelLimits _limits;
    private readonly IReadOnlyDictionary<string, Pattern> _patterns;
    private readonly long[] _costs;
    private readonly List<Shape> _locals = [];

    public CostEstimator(ParsedExpression parsed, CheckResult check, CelLimits limits, IReadOnlyDictionary<string, Pattern> patterns)
    {
        _patterns = patterns;
        _check = check;
        _limits = limits;
        _costs = new long[parsed.NodeCount];
    }

    public long Estimate(Expr root) => Visit(root).Cost;

    /// <summary>Finds the smallest part that costs more than a limit by itself, after <see cref="Estimate(Expr)"/>.</summary>
    public Expr Culprit(Expr expr, long limit)
    {
        while (Children.Of(expr).FirstOrDefault(child => _costs[child.Id] > limit) is { } child)
        {
            expr = child;
        }

        return expr;
    }

    private Estimate Visit(Expr expr)
    {
        var estimate = _check.NameOf(expr) is { } name ? VisitName(name) : VisitParts(expr);
        _costs[expr.Id] = estimate.Cost;
        return estimate;
    }

    private Shape TypeShape(Expr expr) => Shape.Of(_check.TypeOf(expr), _limits.AssumedInputChars);

    private Estimate VisitName(NameReference name) => name switch
    {
        LocalReference local => new Estimate(0, _locals[local.Index]),
        VariableReference variable => Read(Shape.Of(variable.Declaration.Type, _limits.AssumedInputChars)),
        _ => new Estimate(0, Shape.Scalar),
    };

    // Text of the host is looked through once, fast.
    private static Estimate Read(Shape shape) => new(shape.IsText || ReferenceEquals(shape.Element, shape) ? shape.Size / 1_000 : 0, shape);

    private Estimate VisitParts(Expr expr)
    {
        switch (expr)
        {
            case LiteralExpr literal:
                return new Estimate(0, Shape.Of(literal.Value));
            case SelectExpr select:
                var operand = Visit(select.Operand);
                return select.IsTest ? new Estimate(operand.Cost, Shape.Scalar) : Member(select, operand);
            case CallExpr call:
                return VisitCall(call);
            case ListExpr list:
                return VisitElements(list.Elements, []);
            case MapExpr map:
                return VisitElements(map.Values, map.Keys);
            case BindExpr bind:
                return VisitBind(bind);
            case ComprehensionExpr comprehension:
                return VisitComprehension(comprehension);
            default:
                return new Estimate(0, Shape.Scalar);
        }
    }

    private Estimate Member(Expr expr, Estimate operand) => Read(operand.Shape.Element ?? TypeShape(expr)).Plus(operand.Cost);

    private Estimate VisitElements(Expr[] values, Expr[] keys)
    {
        var cost = (long)values.Length;
        Shape? element = null;
        foreach (var value in values.Select(Visit))
        {
            cost = Saturating.Add(cost, value.Cost);
            element = element is null ? value.Shape : Shape.Either(element, value.Shape);
        }

        Shape? keyShape = null;
        foreach (var key in keys.Select(Visit))
        {
            cost = Saturating.Add(cost, Saturating.Add(key.Cost, key.Shape.Size / 10));
            keyShape = keyShape is null ? key.Shape : Shape.Either(keyShape, key.Shape);
        }

        return new Estimate(cost, new Shape(values.Length, element ?? Shape.Scalar, keyShape));
    }

    private Estimate VisitBind(BindExpr bind)
    {
        var value = Visit(bind.Value);
        _locals.Add(value.Shape);
        var body = Visit(bind.Body);
        _locals.RemoveAt(_locals.Count - 1);
        return body.Plus(value.Cost);
    }

    private Estimate VisitComprehension(ComprehensionExpr comprehension)
    {
        var range = Visit(comprehension.Range);
        var isOptional = comprehension.Kind is ComprehensionKind.OptionalMap or ComprehensionKind.OptionalFlatMap;
        var count = isOptional ? 1 : range.Shape.Size;
        var element = range.Shape.Element ?? Shape.Unknown(_limits.AssumedInputChars);
        var key = range.Shape.Key ?? Shape.Scalar;
        var hasTwo = comprehension.Variables.Length == 2;
        var first = hasTwo || range.Shape.Key is not null ? key : element;
        _locals.Add(first);
        if (hasTwo)
        {
            _locals.Add(element);
        }

        var condition = comprehension.Condition is { } test ? Visit(test) : default;
        var result = comprehension.Result is { } body ? Visit(body) : new Estimate(0, first);
        _locals.RemoveRange(_locals.Count - comprehension.Variables.Length, comprehension.Variables.Length);
        var step = Saturating.Add(Saturating.Add(condition.Cost, result.Cost), 1 + comprehension.StepCost + Read(first).Cost + (hasTwo ? Read(element).Cost : 0));
        var cost = Saturating.Add(range.Cost, Saturating.Multiply(count, step));
        return new Estimate(Saturating.Add(cost, SortCost(comprehension, count, result.Shape)), ResultShape(comprehension, count, first, key, result.Shape));
    }

    private static long SortCost(ComprehensionExpr comprehension, long count, Shape key) => comprehension.Kind switch
    {
        ComprehensionKind.SortBy => Saturating.Multiply(count, Saturating.Add(64, key.Size / 10)),
        ComprehensionKind.TransformMap => count,
        ComprehensionKind.TransformMapEntry => Saturating.Multiply(count, key.Size),
        _ => 0,
    };

    private static Shape ResultShape(ComprehensionExpr comprehension, long count, Shape first, Shape key, Shape result) => comprehension.Kind switch
    {
        ComprehensionKind.All or ComprehensionKind.Exists or ComprehensionKind.ExistsOne => Shape.Scalar,
        ComprehensionKind.Filter or ComprehensionKind.SortBy => new Shape(count, first),
        ComprehensionKind.TransformMap => new Shape(count, result, key),
        ComprehensionKind.TransformMapEntry => new Shape(Saturating.Multiply(count, result.Size), result.Element, result.Key),
        ComprehensionKind.OptionalMap => new Shape(1, result),
        ComprehensionKind.OptionalFlatMap => result,
        _ => new Shape(count, result),
    };
}
