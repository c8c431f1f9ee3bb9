using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Library;
using KernelGuard.Cel.RegularExpressions;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Estimation;

/// <content>Operators and functions.</content>
internal sealed partial class CostEstimator
{
    private Estimate VisitCall(CallExpr call)
    {
        var binding = _check.CallOf(call);
        Expr[] operands = binding is { HasReceiver: true } ? [call.Target!, .. call.Arguments] : call.Arguments;
        var parts = Array.ConvertAll(operands, Visit);
        var cost = parts.Aggregate(0L, (sum, part) => Saturating.Add(sum, part.Cost));
        var shapes = Array.ConvertAll(parts, part => part.Shape);
        switch (call.Function)
        {
            case Operators.And or Operators.Or or Operators.Not or Operators.Negate:
                return new Estimate(cost, Shape.Scalar);
            case Operators.Conditional:
                var branch = Math.Max(parts[1].Cost, parts[2].Cost);
                return new Estimate(Saturating.Add(parts[0].Cost, branch), Shape.Either(shapes[1], shapes[2]));
            case Operators.Index or Operators.OptionalIndex or Operators.OptionalSelect:
                var member = Member(call, new Estimate(cost, shapes[0])).Plus(shapes[1].Size / 10);
                return call.Function == Operators.Index ? member : member with { Shape = new Shape(1, member.Shape) };
            case Operators.Equal or Operators.NotEqual:
                var smaller = Math.Min(shapes[0].Traversal(), shapes[1].Traversal());
                return new Estimate(Saturating.Add(cost, Saturating.Add(1, smaller)), Shape.Scalar);
            case Operators.Less or Operators.LessEqual or Operators.Greater or Operators.GreaterEqual:
                return new Estimate(Saturating.Add(cost, shapes[0].Size / 10), Shape.Scalar);
            case Operators.In:
                return new Estimate(Saturating.Add(cost, Membership(shapes[0], shapes[1])), Shape.Scalar);
            case Operators.Add:
                return Concatenation(call, cost, shapes);
            default:
                return call.Function.StartsWith('_') ? new Estimate(cost, Shape.Scalar) : Function(call, binding?.Function, cost, shapes, operands);
        }
    }

    private static long Membership(Shape item, Shape container)
    {
        var text = item.Size / 10;
        return container.Key is not null && container.Element != container
            ? text
            : Saturating.Add(text, Saturating.Multiply(container.Size, Saturating.Add(1, item.Traversal())));
    }

    private Estimate Concatenation(CallExpr call, long cost, Shape[] shapes)
    {
        var size = Saturating.Add(shapes[0].Size, shapes[1].Size);
        var isText = shapes[0].Element is null && shapes[1].Element is null;
        var bound = isText ? _limits.MaxStringChars : Math.Max(_limits.MaxStringChars, _limits.MaxListElements);
        size = Math.Min(size, bound);
        var joined = Shape.Either(shapes[0], shapes[1]);
        var shape = joined.Element == joined ? joined : new Shape(size, joined.Element, joined.Key);
        return new Estimate(Saturating.Add(cost, isText ? size / 10 : size), _check.TypeOf(call).IsScalar ? Shape.Scalar : shape);
    }

    private Estimate Function(CallExpr call, string? name, long cost, Shape[] shapes, Expr[] operands)
    {
        var text = name == PatternFunctions.Matches ? 0 : shapes.Aggregate((long)CallNode.CallCost, (sum, shape) => Saturating.Add(sum, (shape.Size / 10) + 1));
        var extra = name switch
        {
            PatternFunctions.Matches => Search(operands, shapes[0].Size),
            _ when name is not null && PatternFunctions.Find(name) is not null =>
                Saturating.Multiply(Saturating.Multiply(Pattern.PlaceFactor, Search(operands, shapes[0].Size)), Saturating.Add(shapes[0].Size, 1)),
            "contains" or "indexOf" or "lastIndexOf" or "replace" or "split" => Saturating.Multiply(shapes[0].Size / 10, shapes[1].Size / 10),
            "distinct" => Saturating.Multiply(Saturating.Multiply(shapes[0].Size, shapes[0].Size), Saturating.Add(1, shapes[0].Element?.Traversal() ?? 0)),
            "sets.contains" or "sets.equivalent" or "sets.intersects" => Saturating.Multiply(
                2, Saturating.Multiply(Saturating.Multiply(shapes[0].Size, shapes[1].Size), Saturating.Add(1, shapes[0].Element?.Traversal() ?? 0))),
            "join" or "format" or "flatten" or "sort" or "reverse" or "slice" or MathFunctions.Greatest or MathFunctions.Least =>
                Saturating.Multiply(64, Saturating.Add(1, shapes.Aggregate(0L, (sum, shape) => Saturating.Add(sum, shape.Traversal())))),
            _ when shapes.Length == 2 && name is not null && name.StartsWith("get", StringComparison.Ordinal) => TimeFunctions.UnknownZoneCost,
            "lists.range" => _limits.MaxListElements,
            _ => 0,
        };
        var result = ResultShape(call, name, shapes);
        return new Estimate(Saturating.Add(Saturating.Add(cost, text), Saturating.Add(extra, Built(name, result))), result);
    }

    // What is built is charged for once more.
    private static long Built(string? name, Shape result) => name is "replace" or "regex.replace" or "split" or "format" ? result.Size : 0;

    // A pattern that is put together from constants is not found here; then the largest is assumed.
    private long Search(Expr[] operands, long length) =>
        operands[1] is LiteralExpr { Value.Kind: CelKind.String } literal && _patterns.TryGetValue(literal.Value.RawString, out var pattern)
            ? pattern.Cost(length)
            : Saturating.Multiply((length / 10) + 1, (PatternCompiler.MaxInstructions / 2) + 1);

    private Shape ResultShape(CallExpr call, string? name, Shape[] shapes)
    {
        var type = _check.TypeOf(call);
        var bound = type.IsText ? _limits.MaxStringChars : _limits.MaxListElements;
        return name switch
        {
            "dyn" or "value" or "first" or "last" when shapes.Length == 1 => name == "dyn" ? shapes[0] : shapes[0].Element ?? shapes[0],
            "charAt" => new Shape(2),
            "lowerAscii" or "upperAscii" or "trim" or "substring" => new Shape(shapes[0].Size),
            "reverse" or "slice" or "sort" or "distinct" => shapes[0],
            "split" => new Shape(Math.Min(bound, shapes[0].Size + 1), new Shape(shapes[0].Size)),
            "string" when shapes[0].Size == 0 => new Shape(64),
            _ => Bounded(Shape.Of(type, bound), bound),
        };
    }

    private static Shape Bounded(Shape shape, long bound) => shape.Size <= bound ? shape : new Shape(bound, shape.Element, shape.Key);
}
