namespace KernelGuard.Cel.Values;

/// <summary>Equality of values across kinds. Bounded in depth, and in work where there is an activation to charge.</summary>
internal static class ValueEquality
{
    /// <summary>What comparing an entry of a map costs: it is looked up in both.</summary>
    public const int EntryCost = 4;

    private const int FreeDepth = 64;

    public static CelValue Equal(in CelValue left, in CelValue right, CelActivation? activation) =>
        Equal(left, right, activation, activation?.Limits.MaxNesting ?? FreeDepth);

    /// <summary>Compares two values that are no lists and no maps, without charging for it.</summary>
    public static bool AreEqualScalars(in CelValue left, in CelValue right) => left.Kind == CelKind.String && right.Kind == CelKind.String
        ? left.RawString == right.RawString
        : Equal(left, right, null, 0).IsTrue;

    public static int Hash(in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Int:
                return HashNumber(value.RawBits);
            case CelKind.UInt:
                return HashNumber((ulong)value.RawBits);
            case CelKind.Double:
                return HashNumber(value.RawDouble);
            case CelKind.String:
                return value.RawString.GetHashCode(StringComparison.Ordinal);
            case CelKind.Type:
                return value.AsTypeName.GetHashCode(StringComparison.Ordinal);
            case CelKind.Bytes:
                var hash = default(HashCode);
                hash.AddBytes(value.RawBytes);
                return hash.ToHashCode();
            case CelKind.List or CelKind.Map:
                return (int)value.Kind;
            case CelKind.Opaque:
                return value.AsOpaque.GetHashCode();
            default:
                return HashCode.Combine(value.Kind, value.RawBits);
        }
    }

    private static CelValue Equal(in CelValue left, in CelValue right, CelActivation? activation, int depth)
    {
        if (left.Kind != right.Kind)
        {
            return EqualAcrossKinds(left, right);
        }

        switch (left.Kind)
        {
            case CelKind.Error:
                return left;
            case CelKind.String:
                return activation is not null && !activation.ChargeText(Math.Min(left.RawString.Length, right.RawString.Length))
                    ? activation.AbortValue
                    : CelValue.FromBool(left.RawString == right.RawString);
            case CelKind.Bytes:
                return activation is not null && !activation.ChargeText(Math.Min(left.RawBytes.Length, right.RawBytes.Length))
                    ? activation.AbortValue
                    : CelValue.FromBool(left.RawBytes.AsSpan().SequenceEqual(right.RawBytes));
            case CelKind.Double:
                return CelValue.FromBool(left.RawDouble == right.RawDouble);
            case CelKind.Type:
                return CelValue.FromBool(left.AsTypeName == right.AsTypeName);
            case CelKind.Opaque when left.AsOpaque is CelOptional first && right.AsOpaque is CelOptional second:
                return EqualOptionals(first, second, activation, depth - 1);
            case CelKind.Opaque:
                return CelValue.FromBool(left.AsOpaque.TypeName == right.AsOpaque.TypeName && left.AsOpaque.Equals(right.AsOpaque));
            case CelKind.List or CelKind.Map when depth <= 0:
                return CelValue.Error(CelErrorCodes.LimitExceeded, "the data is nested too deeply to be compared");
            case CelKind.List:
                return EqualLists(left.RawList, right.RawList, activation, depth - 1);
            case CelKind.Map:
                return EqualMaps(left.RawMap, right.RawMap, activation, depth - 1);
            default:
                return CelValue.FromBool(left.RawBits == right.RawBits && left.RawTickNanos == right.RawTickNanos);
        }
    }

    private static CelValue EqualAcrossKinds(in CelValue left, in CelValue right)
    {
        if (left.IsError || right.IsError)
        {
            return left.IsError ? left : right;
        }

        return CelValue.FromBool(
            ValueOrdering.IsNumeric(left.Kind) && ValueOrdering.IsNumeric(right.Kind) && ValueOrdering.CompareNumbers(left, right) == 0);
    }

    private static CelValue EqualOptionals(CelOptional left, CelOptional right, CelActivation? activation, int depth)
    {
        if (!left.HasValue || !right.HasValue)
        {
            return CelValue.FromBool(left.HasValue == right.HasValue);
        }

        return depth < 0
            ? CelValue.Error(CelErrorCodes.LimitExceeded, "the data is nested too deeply to be compared")
            : Equal(left.Value, right.Value, activation, depth);
    }

    private static CelValue EqualLists(ICelList left, ICelList right, CelActivation? activation, int depth)
    {
        var count = left.Count;
        if (count != right.Count)
        {
            return CelValue.FromBool(false);
        }

        for (var i = 0; i < count; i++)
        {
            if (activation is not null && !activation.Charge(1))
            {
                return activation.AbortValue;
            }

            var equal = Equal(left[i], right[i], activation, depth);
            if (!equal.IsTrue)
            {
                return equal;
            }
        }

        return CelValue.FromBool(true);
    }

    private static CelValue EqualMaps(ICelMap left, ICelMap right, CelActivation? activation, int depth)
    {
        if (left.Count != right.Count)
        {
            return CelValue.FromBool(false);
        }

        foreach (var key in left.Keys)
        {
            if (activation is not null && !activation.Charge(EntryCost))
            {
                return activation.AbortValue;
            }

            if (!right.TryGet(key, out var other))
            {
                return CelValue.FromBool(false);
            }

            if (!left.TryGet(key, out var own))
            {
                return CelValue.Error(CelErrorCodes.Unreadable, "the map changed while it was read");
            }

            var equal = Equal(own, other, activation, depth);
            if (!equal.IsTrue)
            {
                return equal;
            }
        }

        return CelValue.FromBool(true);
    }

    // An int, a uint and a double that are equal must have one hash; their common form is the double.
    private static int HashNumber(double number) => number == 0 ? 0 : number.GetHashCode();
}
