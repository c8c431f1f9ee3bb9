using System.Globalization;
using System.Numerics;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tests.Oracle;

/// <summary>Arithmetic with integers of any size that must then fit.</summary>
internal static class OracleArithmetic
{
    public static CelValue? Apply(string function, CelValue[] arguments) => arguments switch
    {
        [{ Kind: CelKind.Int } value] => OfInt(function, value.AsInt),
        [{ Kind: CelKind.Double } value] when function == Operators.Negate => CelValue.FromDouble(-value.AsDouble),
        [{ Kind: CelKind.Double } value] when function == "string" => CelValue.FromString(Write(value.AsDouble)),
        [{ Kind: CelKind.Double } value] when function == "int" => Math.Abs(value.AsDouble) < 9.2e18 ? CelValue.FromInt((long)value.AsDouble) : null,
        [{ Kind: CelKind.UInt } value] when function == "string" => CelValue.FromString(value.AsUInt.ToString(CultureInfo.InvariantCulture)),
        [{ Kind: CelKind.UInt } value] when function == "int" => Fit(value.AsUInt, isSigned: true),
        [{ Kind: CelKind.Bool } value] when function == "string" => CelValue.FromString(value.AsBool ? "true" : "false"),
        [{ Kind: CelKind.String } value] when function == "string" => value,
        [{ Kind: CelKind.String } value] when function == "int" => OfText(value.AsString),
        [{ Kind: CelKind.Int } left, { Kind: CelKind.Int } right] => Fit(Integer(function, left.AsInt, right.AsInt), isSigned: true),
        [{ Kind: CelKind.UInt } left, { Kind: CelKind.UInt } right] => Fit(Integer(function, left.AsUInt, right.AsUInt), isSigned: false),
        [{ Kind: CelKind.Double } left, { Kind: CelKind.Double } right] => Real(function, left.AsDouble, right.AsDouble),
        [{ Kind: CelKind.String } left, { Kind: CelKind.String } right] when function == Operators.Add =>
            CelValue.FromString(left.AsString + right.AsString),
        [{ Kind: CelKind.List } left, { Kind: CelKind.List } right] when function == Operators.Add =>
            CelValue.FromList([.. Items(left), .. Items(right)]),
        _ => null,
    };

    private static CelValue? OfInt(string function, long value) => function switch
    {
        Operators.Negate => Fit(-(BigInteger)value, isSigned: true),
        "string" => CelValue.FromString(value.ToString(CultureInfo.InvariantCulture)),
        "int" => CelValue.FromInt(value),
        "double" => CelValue.FromDouble(value),
        "uint" => Fit(value, isSigned: false),
        _ => null,
    };

    private static CelValue? OfText(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Fit(value, isSigned: true) : null;

    private static string Write(double value) => double.IsFinite(value)
        ? value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e')
        : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static BigInteger? Integer(string function, BigInteger left, BigInteger right) => function switch
    {
        Operators.Add => left + right,
        Operators.Subtract => left - right,
        Operators.Multiply => left * right,
        Operators.Divide when !right.IsZero => BigInteger.Divide(left, right),
        Operators.Modulo when !right.IsZero => BigInteger.Remainder(left, right),
        _ => null,
    };

    private static CelValue? Fit(BigInteger? value, bool isSigned)
    {
        if (value is not { } number)
        {
            return null;
        }

        if (isSigned)
        {
            return number >= long.MinValue && number <= long.MaxValue ? CelValue.FromInt((long)number) : null;
        }

        return number >= ulong.MinValue && number <= ulong.MaxValue ? CelValue.FromUInt((ulong)number) : null;
    }

    private static CelValue? Real(string function, double left, double right) => function switch
    {
        Operators.Add => CelValue.FromDouble(left + right),
        Operators.Subtract => CelValue.FromDouble(left - right),
        Operators.Multiply => CelValue.FromDouble(left * right),
        Operators.Divide => CelValue.FromDouble(left / right),
        _ => null,
    };

    private static IEnumerable<CelValue> Items(CelValue list) => Enumerable.Range(0, list.AsList.Count).Select(i => list.AsList[i]);
}
