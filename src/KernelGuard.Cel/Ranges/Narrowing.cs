using KernelGuard.Cel.Tracing;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Ranges;

/// <summary>Narrows ranges by what comparisons came to. What it cannot follow leaves a range as it is.</summary>
internal static class Narrowing
{
    // Up to here numbers of all kinds are compared exactly.
    private const double ExactBound = 9007199254740992.0;

    /// <summary>What is left of a range where a comparison with a constant is true or false.</summary>
    public static CelRange Where(this CelRange range, Relation relation, CelValue constant, bool value)
    {
        if (!IsComparable(constant))
        {
            return range;
        }

        if (range.OneOf is { } values)
        {
            return range with { OneOf = [.. values.Where(known => Holds(known, relation, constant) == value)] };
        }

        return relation switch
        {
            Relation.Equal or Relation.NotEqual when (relation == Relation.Equal) == value => range with { OneOf = range.Admits(constant) ? [constant] : [] },
            Relation.Equal or Relation.NotEqual => range with { Except = [.. range.Except, constant] },
            _ when constant.Kind == CelKind.String => range with { MayBeNumber = false, MayBeNaN = false, MayBeOther = false },
            _ when NumberOf(constant) is { } bound => range.Ordered(value ? relation : relation.Negated(), bound) with { MayBeNaN = range.MayBeNaN && !value },
            _ => range,
        };
    }

    /// <summary>What is left of a range where a value is in a list of constants, or is not.</summary>
    public static CelRange Among(this CelRange range, IReadOnlyList<CelValue> constants, bool value)
    {
        if (!value)
        {
            return constants.Aggregate(range, (left, constant) => left.Where(Relation.Equal, constant, false));
        }

        return constants.All(IsComparable)
            ? range with { OneOf = [.. constants.SelectMany(constant => range.Where(Relation.Equal, constant, true).OneOf!).Distinct()] }
            : range;
    }

    /// <summary>Whether no value is left.</summary>
    public static bool IsEmpty(this CelRange range) =>
        range.OneOf is { } values ? values.Count == 0 : !(range.MayBeText || range.MayBeOther || range.MayBeNaN || range.HasNumbers());

    private static bool HasNumbers(this CelRange range)
    {
        var (least, greatest) = (range.Min, range.Max);
        if (range.IsWhole)
        {
            least = range.IsMinExclusive ? Math.Floor(least) + 1 : Math.Ceiling(least);
            greatest = range.IsMaxExclusive ? Math.Ceiling(greatest) - 1 : Math.Floor(greatest);
        }

        var isOpen = !range.IsWhole && (range.IsMinExclusive || range.IsMaxExclusive);
        return range.MayBeNumber
            && (isOpen ? least < greatest : least <= greatest)
            && !(least == greatest && range.Except.Any(value => NumberOf(value) == least));
    }

    private static bool Admits(this CelRange range, CelValue value)
    {
        if (range.Except.Any(except => Holds(except, Relation.Equal, value) == true))
        {
            return false;
        }

        return value.Kind switch
        {
            CelKind.String => range.MayBeText && CodePoints.Count(value.RawString) is var size && size >= range.MinSize && size <= range.MaxSize,
            CelKind.Bool or CelKind.Null => range.MayBeOther,
            _ => (range with { Except = [] }).Ordered(Relation.LessEqual, NumberOf(value)!.Value).Ordered(Relation.GreaterEqual, NumberOf(value)!.Value).HasNumbers(),
        };
    }

    private static CelRange Ordered(this CelRange range, Relation relation, double bound)
    {
        var isExclusive = relation is Relation.Less or Relation.Greater;
        var numbers = range with { MayBeText = false, MayBeOther = false };
        return relation is Relation.Less or Relation.LessEqual
            ? bound < range.Max || (bound == range.Max && isExclusive) ? numbers with { Max = bound, IsMaxExclusive = isExclusive } : numbers
            : bound > range.Min || (bound == range.Min && isExclusive) ? numbers with { Min = bound, IsMinExclusive = isExclusive } : numbers;
    }

    private static bool? Holds(CelValue left, Relation relation, CelValue right)
    {
        if (relation is Relation.Equal or Relation.NotEqual)
        {
            return ValueEquality.AreEqualScalars(left, right) == (relation == Relation.Equal);
        }

        return CelValue.Compare(left, right) is { IsError: false, AsInt: var order }
            ? relation switch
            {
                Relation.Less => order < 0,
                Relation.LessEqual => order <= 0,
                Relation.Greater => order > 0,
                _ => order >= 0,
            }
            : null;
    }

    private static bool IsComparable(CelValue value) => value.Kind is CelKind.Bool or CelKind.Null or CelKind.String || NumberOf(value) is not null;

    private static double? NumberOf(CelValue value)
    {
        var number = value.Kind switch
        {
            CelKind.Int => value.AsInt,
            CelKind.UInt => value.AsUInt,
            CelKind.Double => value.AsDouble,
            _ => double.NaN,
        };
        return Math.Abs(number) < ExactBound ? number : null;
    }
}
