using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>The library <c>math</c>.</summary>
internal static class MathFunctions
{
    /// <summary>What the macro <c>math.greatest</c> calls, with one or two numbers or with a list.</summary>
    public const string Greatest = "math.@greatest";

    /// <summary>What the macro <c>math.least</c> calls.</summary>
    public const string Least = "math.@least";

    private static readonly CelType[] _numbers = [CelType.Int, CelType.UInt, CelType.Double];

    public static IEnumerable<CelFunction> Functions =>
    [
        Extreme(Greatest, 1),
        Extreme(Least, -1),
        Rounding("math.ceil", Math.Ceiling),
        Rounding("math.floor", Math.Floor),
        Rounding("math.round", static number => Math.Round(number, MidpointRounding.AwayFromZero)),
        Rounding("math.trunc", Math.Truncate),
        Test("math.isNaN", double.IsNaN),
        Test("math.isInf", double.IsInfinity),
        Test("math.isFinite", double.IsFinite),
        new("math.abs", [.. _numbers.Select(type => CelOverload.Engine(false, type, Abs, type))]),
        new("math.sign", [.. _numbers.Select(type => CelOverload.Engine(false, type, Sign, type))]),
        new(
            "math.sqrt",
            [.. _numbers.Select(type => CelOverload.Engine(
                false, CelType.Double, static (arguments, _) => CelValue.FromDouble(Math.Sqrt(ToDouble(arguments[0]))), type))]),
        Bits("math.bitAnd", static (left, right) => left & right),
        Bits("math.bitOr", static (left, right) => left | right),
        Bits("math.bitXor", static (left, right) => left ^ right),
        new("math.bitNot", OfBits(static (arguments, _) => WithBits(arguments[0], ~arguments[0].RawBits))),
        Shift("math.bitShiftLeft", static (bits, count) => bits << count),

        // The bits move in from the left as zeros, also into a negative integer.
        Shift("math.bitShiftRight", static (bits, count) => bits >>> count),
    ];

    private static CelFunction Extreme(string name, int sign) => new(
        name,
        [
            .. _numbers.Select(type => CelOverload.Engine(false, type, static (arguments, _) => arguments[0], type)),
            .. from left in _numbers
               from right in _numbers
               select CelOverload.Engine(false, left == right ? left : CelType.Dyn, (arguments, _) => Pick(arguments[0], arguments[1], sign), left, right),
            .. _numbers.Append(CelType.Dyn).Select(type => CelOverload.Engine(
                false, type, (arguments, activation) => PickFrom(arguments[0].RawList, sign, activation), CelType.List(type))),
        ]);

    private static CelValue Pick(in CelValue first, in CelValue second, int sign)
    {
        var order = ValueOrdering.CompareNumbers(second, first);
        return order != ValueOrdering.Unordered && Math.Sign(order) == sign ? second : first;
    }

    private static CelValue PickFrom(ICelList list, int sign, CelActivation activation)
    {
        if (list.Count == 0 || !activation.Charge(list.Count))
        {
            return list.Count == 0 ? CelValue.Error(CelErrorCodes.InvalidArgument, "the list of numbers is empty") : activation.AbortValue;
        }

        var best = HostCall.Element(list, 0);
        for (var i = 0; i < list.Count; i++)
        {
            var next = HostCall.Element(list, i);
            if (!ValueOrdering.IsNumeric(next.Kind))
            {
                return next.IsError ? next : CelValue.Error(CelErrorCodes.NoSuchOverload, $"`{KindNames.Of(next)}` is no number");
            }

            best = Pick(best, next, sign);
        }

        return best;
    }

    private static CelFunction Rounding(string name, Func<double, double> round) => new(
        name,
        CelOverload.Engine(false, CelType.Double, (arguments, _) => CelValue.FromDouble(round(arguments[0].RawDouble)), CelType.Double));

    private static CelFunction Test(string name, Func<double, bool> test) => new(
        name, CelOverload.Engine(false, CelType.Bool, (arguments, _) => CelValue.FromBool(test(arguments[0].RawDouble)), CelType.Double));

    private static CelValue Abs(ReadOnlySpan<CelValue> arguments, CelActivation activation) => arguments[0].Kind switch
    {
        CelKind.Double => CelValue.FromDouble(Math.Abs(arguments[0].RawDouble)),
        CelKind.Int when arguments[0].RawBits == long.MinValue => CelValue.Error(CelErrorCodes.Overflow, "the integer is out of range"),
        CelKind.Int => CelValue.FromInt(Math.Abs(arguments[0].RawBits)),
        _ => arguments[0],
    };

    private static CelValue Sign(ReadOnlySpan<CelValue> arguments, CelActivation activation) => arguments[0].Kind switch
    {
        CelKind.Double when double.IsNaN(arguments[0].RawDouble) => arguments[0],
        CelKind.Double => CelValue.FromDouble(Math.Sign(arguments[0].RawDouble)),
        CelKind.Int => CelValue.FromInt(Math.Sign(arguments[0].RawBits)),
        _ => CelValue.FromUInt(arguments[0].RawBits == 0 ? 0u : 1u),
    };

    private static double ToDouble(in CelValue number) => number.Kind switch
    {
        CelKind.Int => number.RawBits,
        CelKind.UInt => (ulong)number.RawBits,
        _ => number.RawDouble,
    };

    private static CelOverload[] OfBits(EngineFunctionBody body, params CelType[] more) =>
    [
        CelOverload.Engine(false, CelType.Int, body, [CelType.Int, .. more]),
        CelOverload.Engine(false, CelType.UInt, body, [CelType.UInt, .. more]),
    ];

    private static CelValue WithBits(in CelValue like, long bits) =>
        like.Kind == CelKind.Int ? CelValue.FromInt(bits) : CelValue.FromUInt((ulong)bits);

    private static CelFunction Bits(string name, Func<long, long, long> combine)
    {
        CelValue Combine(ReadOnlySpan<CelValue> arguments, CelActivation activation) =>
            WithBits(arguments[0], combine(arguments[0].RawBits, arguments[1].RawBits));

        return new(
            name,
            CelOverload.Engine(false, CelType.Int, Combine, CelType.Int, CelType.Int),
            CelOverload.Engine(false, CelType.UInt, Combine, CelType.UInt, CelType.UInt));
    }

    private static CelFunction Shift(string name, Func<long, int, long> shift) => new(name, OfBits(
        (arguments, _) => arguments[1].RawBits switch
        {
            < 0 => CelValue.Error(CelErrorCodes.InvalidArgument, "bits cannot be shifted by a negative number"),
            > 63 => WithBits(arguments[0], 0),
            var count => WithBits(arguments[0], shift(arguments[0].RawBits, (int)count)),
        },
        CelType.Int));
}
