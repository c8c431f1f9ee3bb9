namespace KernelGuard.Cel.Values;

/// <summary>
/// Compares map keys: booleans, strings, and integers by value across their kinds. A double is the key of the integer that it equals
/// exactly.
/// </summary>
internal sealed class MapKeyComparer : IEqualityComparer<CelValue>
{
    public static readonly MapKeyComparer Instance = new();

    public static bool IsKeyKind(CelKind kind) => kind is CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.String;

    public bool Equals(CelValue x, CelValue y)
    {
        x = Normalize(x);
        y = Normalize(y);
        return x.Kind == y.Kind && x.Kind switch
        {
            CelKind.String => x.RawString == y.RawString,
            CelKind.Bool or CelKind.Int or CelKind.UInt => x.RawBits == y.RawBits,
            _ => false,
        };
    }

    public int GetHashCode(CelValue obj)
    {
        var key = Normalize(obj);
        return key.Kind == CelKind.String ? key.RawString.GetHashCode(StringComparison.Ordinal) : key.RawBits.GetHashCode();
    }

    private static CelValue Normalize(in CelValue key)
    {
        switch (key.Kind)
        {
            case CelKind.UInt when key.RawBits >= 0:
                return CelValue.FromInt(key.RawBits);
            case CelKind.Double when double.IsInteger(key.RawDouble):
                return FromIntegral(key.RawDouble, key);
            default:
                return key;
        }
    }

    private static CelValue FromIntegral(double number, in CelValue key) => number switch
    {
        >= -9223372036854775808.0 and < 9223372036854775808.0 => CelValue.FromInt((long)number),
        >= 0 and < 18446744073709551616.0 => CelValue.FromUInt((ulong)number),
        _ => key,
    };
}
