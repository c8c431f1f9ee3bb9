namespace KernelGuard.Cel.Values;

/// <summary>
/// The order of values. An int and a double are compared as doubles after a check of range, as the language's conformance vectors want
/// it.
/// </summary>
internal static class ValueOrdering
{
    /// <summary>What <see cref="TryCompare"/> gives for NaN: neither below, nor above, nor equal.</summary>
    public const int Unordered = int.MinValue;

    private const double Int64Bound = 9223372036854775808.0;
    private const double UInt64Bound = 18446744073709551616.0;

    public static CelValue Compare(in CelValue left, in CelValue right)
    {
        if (left.IsError || right.IsError)
        {
            return left.IsError ? left : right;
        }

        if (!TryCompare(left, right, out var order))
        {
            return CelValue.Error(CelErrorCodes.NoSuchOverload, $"`{KindNames.Of(left)}` and `{KindNames.Of(right)}` have no order");
        }

        return order == Unordered ? CelValue.Error(CelErrorCodes.InvalidArgument, "`NaN` has no order") : CelValue.FromInt(order);
    }

    /// <summary>Compares two values; false if values of these kinds have no order.</summary>
    public static bool TryCompare(in CelValue left, in CelValue right, out int order)
    {
        order = 0;
        if (IsNumeric(left.Kind) && IsNumeric(right.Kind))
        {
            order = CompareNumbers(left, right);
            return true;
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case CelKind.String:
                order = CodePoints.Compare(left.RawString, right.RawString);
                return true;
            case CelKind.Bytes:
                order = left.RawBytes.AsSpan().SequenceCompareTo(right.RawBytes);
                return true;
            case CelKind.Bool or CelKind.Duration:
                order = left.RawBits.CompareTo(right.RawBits);
                return true;
            case CelKind.Timestamp:
                order = left.RawBits == right.RawBits ? left.RawTickNanos.CompareTo(right.RawTickNanos) : left.RawBits.CompareTo(right.RawBits);
                return true;
            default:
                return false;
        }
    }

    public static bool IsNumeric(CelKind kind) => kind is CelKind.Int or CelKind.UInt or CelKind.Double;

    public static int CompareNumbers(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.RawBits.CompareTo(right.RawBits),
        (CelKind.UInt, CelKind.UInt) => ((ulong)left.RawBits).CompareTo((ulong)right.RawBits),
        (CelKind.Double, CelKind.Double) => CompareDoubles(left.RawDouble, right.RawDouble),
        (CelKind.Double, CelKind.Int) => CompareToInt(left.RawDouble, right.RawBits),
        (CelKind.Int, CelKind.Double) => Reverse(CompareToInt(right.RawDouble, left.RawBits)),
        (CelKind.Double, CelKind.UInt) => CompareToUInt(left.RawDouble, (ulong)right.RawBits),
        (CelKind.UInt, CelKind.Double) => Reverse(CompareToUInt(right.RawDouble, (ulong)left.RawBits)),
        (CelKind.Int, _) => left.RawBits < 0 ? -1 : ((ulong)left.RawBits).CompareTo((ulong)right.RawBits),
        _ => right.RawBits < 0 ? 1 : ((ulong)left.RawBits).CompareTo((ulong)right.RawBits),
    };

    private static int CompareToInt(double number, long integer) => number switch
    {
        < -Int64Bound => -1,
        > Int64Bound => 1,
        _ => CompareDoubles(number, integer),
    };

    private static int CompareToUInt(double number, ulong integer) => number switch
    {
        < 0 => -1,
        > UInt64Bound => 1,
        _ => CompareDoubles(number, integer),
    };

    private static int CompareDoubles(double left, double right)
    {
        if (left < right)
        {
            return -1;
        }

        if (left > right)
        {
            return 1;
        }

        // CompareTo of .NET would call NaN equal to itself.
        return left == right ? 0 : Unordered;
    }

    private static int Reverse(int order) => order == Unordered ? Unordered : -order;
}
