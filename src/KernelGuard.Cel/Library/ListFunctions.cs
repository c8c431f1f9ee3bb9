using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>The library of functions on lists.</summary>
internal static class ListFunctions
{
    private static readonly CelType _element = CelType.Parameter("T");
    private static readonly CelType _list = CelType.List(_element);
    private static readonly CelError _tooLong = new(CelErrorCodes.LimitExceeded, "the list is longer than its limit");

    private static readonly CelType[] _ordered =
        [CelType.Int, CelType.UInt, CelType.Double, CelType.Bool, CelType.Duration, CelType.Timestamp, CelType.String, CelType.Bytes];

    public static IEnumerable<CelFunction> Functions =>
    [
        new("distinct", CelOverload.Engine(true, _list, Distinct, _list)),
        new(
            "flatten",
            CelOverload.Engine(true, _list, static (arguments, activation) => Flatten(arguments[0].RawList, 1, activation), CelType.List(_list)),
            CelOverload.Engine(
                true,
                CelType.List(CelType.Dyn),
                static (arguments, activation) => Flatten(arguments[0].RawList, arguments[1].RawBits, activation),
                CelType.List(CelType.Dyn),
                CelType.Int)),
        new("lists.range", CelOverload.Engine(false, CelType.List(CelType.Int), Range, CelType.Int)),
        new("reverse", CelOverload.Engine(true, _list, Reverse, _list)),
        new("slice", CelOverload.Engine(true, _list, Slice, _list, CelType.Int, CelType.Int)),
        new(
            "sort",
            [.. _ordered.Select(type => CelOverload.Engine(true, CelType.List(type), Sort, CelType.List(type)))]),
    ];

    /// <summary>Copies a list; an error if it is too long, too much work, or has an element that cannot be read.</summary>
    private static CelValue Copy(ICelList list, CelActivation activation, out CelValue[] items)
    {
        items = [];
        if (list.Count > activation.Limits.MaxListElements || !activation.Charge(list.Count))
        {
            return list.Count > activation.Limits.MaxListElements ? CelValue.Error(_tooLong) : activation.AbortValue;
        }

        items = new CelValue[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = HostCall.Element(list, i);
            if (items[i].IsError)
            {
                return items[i];
            }
        }

        return CelValue.Null;
    }

    private static CelValue Distinct(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var failure = Copy(arguments[0].RawList, activation, out var items);
        var kept = new List<CelValue>();
        foreach (var item in items)
        {
            var isNew = true;
            for (var i = 0; i < kept.Count && isNew && !failure.IsError; i++)
            {
                var equal = activation.Charge(1) ? ValueEquality.Equal(item, kept[i], activation) : activation.AbortValue;
                isNew = !equal.IsTrue;
                failure = equal.IsError ? equal : failure;
            }

            if (isNew)
            {
                kept.Add(item);
            }
        }

        return failure.IsError ? failure : CelValue.FromList([.. kept]);
    }

    private static CelValue Flatten(ICelList list, long levels, CelActivation activation)
    {
        if (levels < 0)
        {
            return CelValue.Error(CelErrorCodes.InvalidArgument, "a list cannot be flattened by a negative number of levels");
        }

        var items = new List<CelValue>();
        var failure = Flatten(list, Math.Min(levels, activation.Limits.MaxNesting), items, activation);
        return failure.IsError ? failure : CelValue.FromList([.. items]);
    }

    private static CelValue Flatten(ICelList list, long levels, List<CelValue> items, CelActivation activation)
    {
        var failure = Copy(list, activation, out var elements);
        foreach (var element in elements)
        {
            if (element.Kind == CelKind.List && levels > 0 && !failure.IsError)
            {
                failure = Flatten(element.RawList, levels - 1, items, activation);
                continue;
            }

            items.Add(element);
            if (items.Count > activation.Limits.MaxListElements)
            {
                return CelValue.Error(_tooLong);
            }
        }

        return failure;
    }

    private static CelValue Range(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var count = Math.Max(0, arguments[0].RawBits);
        if (count > activation.Limits.MaxListElements || !activation.Charge((int)count))
        {
            return count > activation.Limits.MaxListElements ? CelValue.Error(_tooLong) : activation.AbortValue;
        }

        var items = new CelValue[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = CelValue.FromInt(i);
        }

        return CelValue.FromList(items);
    }

    private static CelValue Reverse(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var failure = Copy(arguments[0].RawList, activation, out var items);
        Array.Reverse(items);
        return failure.IsError ? failure : CelValue.FromList(items);
    }

    private static CelValue Slice(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var (start, end) = (arguments[1].RawBits, arguments[2].RawBits);
        if (start < 0 || end < start || end > arguments[0].RawList.Count)
        {
            return CelValue.Error(CelErrorCodes.OutOfRange, "the ends of the slice are outside the list, or in the wrong order");
        }

        var failure = Copy(arguments[0].RawList, activation, out var items);
        return failure.IsError ? failure : CelValue.FromList(items[(int)start..(int)end]);
    }

    private static CelValue Sort(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var failure = Copy(arguments[0].RawList, activation, out var items);
        return failure.IsError ? failure : ListSorting.Sort(items, [.. items], activation);
    }
}
