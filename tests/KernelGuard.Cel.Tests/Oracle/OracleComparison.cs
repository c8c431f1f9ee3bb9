using System.Numerics;
using System.Text;

namespace KernelGuard.Cel.Tests.Oracle;

/// <summary>Equality and order as the language definition says.</summary>
internal static class OracleComparison
{
    public static bool AreEqual(CelValue left, CelValue right)
    {
        if (IsNumber(left) && IsNumber(right))
        {
            return CompareNumbers(left, right) == 0;
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        return left.Kind switch
        {
            CelKind.Null => true,
            CelKind.Bool => left.AsBool == right.AsBool,
            CelKind.String => left.AsString == right.AsString,
            CelKind.List => left.AsList.Count == right.AsList.Count
                && Enumerable.Range(0, left.AsList.Count).All(i => AreEqual(left.AsList[i], right.AsList[i])),
            CelKind.Map => left.AsMap.Count == right.AsMap.Count && left.AsMap.Keys.All(key =>
                left.AsMap.TryGet(key, out var own) && right.AsMap.TryGet(key, out var other) && AreEqual(own, other)),
            _ => throw new NotSupportedException(left.Kind.ToString()),
        };
    }

    /// <summary>Gives whether two values are in an order; null if they have none.</summary>
    public static CelValue? Compare(CelValue left, CelValue right, Func<int, bool> isWanted)
    {
        if (IsNumber(left) && IsNumber(right))
        {
            return CelValue.FromBool(CompareNumbers(left, right) is { } order && isWanted(order));
        }

        return (left.Kind, right.Kind) switch
        {
            (CelKind.Bool, CelKind.Bool) => CelValue.FromBool(isWanted(left.AsBool.CompareTo(right.AsBool))),
            (CelKind.String, CelKind.String) => CelValue.FromBool(isWanted(CompareText(left.AsString, right.AsString))),
            _ => null,
        };
    }

    private static bool IsNumber(CelValue value) => value.Kind is CelKind.Int or CelKind.UInt or CelKind.Double;

    private static int? CompareNumbers(CelValue left, CelValue right)
    {
        if (left.Kind != CelKind.Double && right.Kind != CelKind.Double)
        {
            return ToInteger(left).CompareTo(ToInteger(right));
        }

        var (first, second) = (ToDouble(left), ToDouble(right));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second);
    }

    private static BigInteger ToInteger(CelValue value) => value.Kind == CelKind.Int ? value.AsInt : value.AsUInt;

    private static double ToDouble(CelValue value) => value.Kind == CelKind.Double ? value.AsDouble : (double)ToInteger(value);

    private static int CompareText(string left, string right) =>
        Encoding.UTF32.GetBytes(left).Chunk(4).Select(unit => BitConverter.ToInt32(unit))
            .Zip(Encoding.UTF32.GetBytes(right).Chunk(4).Select(unit => BitConverter.ToInt32(unit)), (first, second) => first.CompareTo(second))
            .FirstOrDefault(order => order != 0) is var order and not 0
            ? order
            : left.EnumerateRunes().Count().CompareTo(right.EnumerateRunes().Count());
}
