using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A binary operator that makes a new value.</summary>
internal sealed class ArithmeticNode(CelSpan span, string function, Node left, Node right) : Node(span)
{
    private readonly ArithmeticOperation _operation = Arithmetic.Find(function);

    public override CelValue Evaluate(CelActivation activation)
    {
        var first = left.Evaluate(activation);
        if (first.IsError)
        {
            return first;
        }

        var second = right.Evaluate(activation);
        if (second.IsError)
        {
            return second;
        }

        var result = _operation(first, second, activation);
        return result.IsError ? Explain(result, first, second) : result;
    }

    private CelValue Explain(in CelValue result, in CelValue first, in CelValue second) =>
        ReferenceEquals(result.ErrorValue, Arithmetic.NoOverload) ? FailOn(function, first, second) : result.LocatedAt(Span);
}

/// <summary>The unary minus.</summary>
internal sealed class NegateNode(CelSpan span, Node operand) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = operand.Evaluate(activation);
        return value.Kind switch
        {
            CelKind.Int when value.RawBits == long.MinValue => Fail(CelErrorCodes.Overflow, "the integer is out of range"),
            CelKind.Int => CelValue.FromInt(-value.RawBits),
            CelKind.Double => CelValue.FromDouble(-value.RawDouble),
            CelKind.Error => value,
            _ => Fail(CelErrorCodes.NoSuchOverload, $"`-` does not take `{KindNames.Of(value)}`"),
        };
    }
}
