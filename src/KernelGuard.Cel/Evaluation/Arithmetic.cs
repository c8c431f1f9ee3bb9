using KernelGuard.Cel.Library;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Evaluation;

/// <summary>The operators <c>+ - * / %</c>. There is no conversion between the kinds of numbers, and no wrapping around.</summary>
internal static class Arithmetic
{
    /// <summary>The error for operands of kinds that an operator does not take; the node that sees it knows how to say so.</summary>
    public static readonly CelError NoOverload = new(CelErrorCodes.NoSuchOverload, "the operator does not take these operands");

    private static readonly CelError _intRange = new(CelErrorCodes.Overflow, "the integer is out of range");
    private static readonly CelError _uintRange = new(CelErrorCodes.Overflow, "the unsigned integer is out of range");
    private static readonly CelError _zero = new(CelErrorCodes.DivideByZero, "division by zero");

    public static ArithmeticOperation Find(string function) => function switch
    {
        Operators.Add => Add,
        Operators.Subtract => Subtract,
        Operators.Multiply => Multiply,
        Operators.Divide => Divide,
        Operators.Modulo => Modulo,
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static CelValue Add(in CelValue left, in CelValue right, CelActivation activation)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var sum = unchecked(left.RawBits + right.RawBits);
                return ((left.RawBits ^ sum) & (right.RawBits ^ sum)) < 0 ? CelValue.Error(_intRange) : CelValue.FromInt(sum);
            case (CelKind.UInt, CelKind.UInt):
                var total = unchecked((ulong)left.RawBits + (ulong)right.RawBits);
                return total < (ulong)left.RawBits ? CelValue.Error(_uintRange) : CelValue.FromUInt(total);
            case (CelKind.Double, CelKind.Double):
                return CelValue.FromDouble(left.RawDouble + right.RawDouble);
            case (CelKind.String, CelKind.String) or (CelKind.Bytes, CelKind.Bytes) or (CelKind.List, CelKind.List):
                return Concatenation.Join(left, right, activation);
            default:
                return TimeArithmetic.Add(left, right);
        }
    }

    private static CelValue Subtract(in CelValue left, in CelValue right, CelActivation activation)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var difference = unchecked(left.RawBits - right.RawBits);
                return ((left.RawBits ^ right.RawBits) & (left.RawBits ^ difference)) < 0
                    ? CelValue.Error(_intRange)
                    : CelValue.FromInt(difference);
            case (CelKind.UInt, CelKind.UInt):
                return (ulong)left.RawBits < (ulong)right.RawBits
                    ? CelValue.Error(_uintRange)
                    : CelValue.FromUInt((ulong)left.RawBits - (ulong)right.RawBits);
            case (CelKind.Double, CelKind.Double):
                return CelValue.FromDouble(left.RawDouble - right.RawDouble);
            default:
                return TimeArithmetic.Subtract(left, right);
        }
    }

    private static CelValue Multiply(in CelValue left, in CelValue right, CelActivation activation)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var high = Math.BigMul(left.RawBits, right.RawBits, out long product);
                return high != product >> 63 ? CelValue.Error(_intRange) : CelValue.FromInt(product);
            case (CelKind.UInt, CelKind.UInt):
                var carry = Math.BigMul((ulong)left.RawBits, (ulong)right.RawBits, out ulong unsigned);
                return carry != 0 ? CelValue.Error(_uintRange) : CelValue.FromUInt(unsigned);
            case (CelKind.Double, CelKind.Double):
                return CelValue.FromDouble(left.RawDouble * right.RawDouble);
            default:
                return CelValue.Error(NoOverload);
        }
    }

    private static CelValue Divide(in CelValue left, in CelValue right, CelActivation activation)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int) or (CelKind.UInt, CelKind.UInt) when right.RawBits == 0:
                return CelValue.Error(_zero);
            case (CelKind.Int, CelKind.Int) when right.RawBits == -1:
                return left.RawBits == long.MinValue ? CelValue.Error(_intRange) : CelValue.FromInt(-left.RawBits);
            case (CelKind.Int, CelKind.Int):
                return CelValue.FromInt(left.RawBits / right.RawBits);
            case (CelKind.UInt, CelKind.UInt):
                return CelValue.FromUInt((ulong)left.RawBits / (ulong)right.RawBits);
            case (CelKind.Double, CelKind.Double):
                return CelValue.FromDouble(left.RawDouble / right.RawDouble);
            default:
                return CelValue.Error(NoOverload);
        }
    }

    private static CelValue Modulo(in CelValue left, in CelValue right, CelActivation activation)
    {
        switch (left.Kind, right.Kind)
        {
            case (CelKind.Int, CelKind.Int) or (CelKind.UInt, CelKind.UInt) when right.RawBits == 0:
                return CelValue.Error(_zero);
            case (CelKind.Int, CelKind.Int):
                // The remainder of the least integer by -1 traps in hardware; by -1 every remainder is 0.
                return CelValue.FromInt(right.RawBits == -1 ? 0 : left.RawBits % right.RawBits);
            case (CelKind.UInt, CelKind.UInt):
                return CelValue.FromUInt((ulong)left.RawBits % (ulong)right.RawBits);
            default:
                return CelValue.Error(NoOverload);
        }
    }
}
