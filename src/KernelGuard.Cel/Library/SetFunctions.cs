using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>The library <c>sets</c>: lists seen as sets, whatever the order of their elements and however often they occur.</summary>
internal static class SetFunctions
{
    private static readonly CelType _list = CelType.List(CelType.Parameter("T"));

    public static IEnumerable<CelFunction> Functions =>
    [
        new("sets.contains", Overload(static (first, second, activation) => HasAll(first, second, activation))),
        new("sets.equivalent", Overload(Equivalent)),
        new("sets.intersects", Overload(Intersects)),
    ];

    private static CelOverload Overload(Func<ICelList, ICelList, CelActivation, CelValue> body) => CelOverload.Engine(
        false, CelType.Bool, (arguments, activation) => body(arguments[0].RawList, arguments[1].RawList, activation), _list, _list);

    private static CelValue Equivalent(ICelList first, ICelList second, CelActivation activation)
    {
        var contains = HasAll(first, second, activation);
        return contains.IsTrue ? HasAll(second, first, activation) : contains;
    }

    private static CelValue HasAll(ICelList list, ICelList items, CelActivation activation)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var has = Has(list, HostCall.Element(items, i), activation);
            if (!has.IsTrue)
            {
                return has;
            }
        }

        return CelValue.FromBool(true);
    }

    // An element that cannot be compared is an error only if no other element decides.
    private static CelValue Intersects(ICelList first, ICelList second, CelActivation activation)
    {
        var result = CelValue.FromBool(false);
        for (var i = 0; i < first.Count; i++)
        {
            var has = Has(second, HostCall.Element(first, i), activation);
            if (has.IsTrue)
            {
                return has;
            }

            result = has.IsError ? has : result;
        }

        return result;
    }

    private static CelValue Has(ICelList list, in CelValue item, CelActivation activation)
    {
        var result = CelValue.FromBool(false);
        for (var i = 0; i < list.Count; i++)
        {
            var equal = activation.Charge(1) ? ValueEquality.Equal(HostCall.Element(list, i), item, activation) : activation.AbortValue;
            if (equal.IsTrue)
            {
                return equal;
            }

            result = equal.IsError ? equal : result;
        }

        return result;
    }
}
