using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>Puts lists in order. The order of elements with equal keys is kept.</summary>
internal static class ListSorting
{
    /// <summary>Sorts elements by keys of one kind; both arrays are used up.</summary>
    public static CelValue Sort(CelValue[] items, CelValue[] keys, CelActivation activation)
    {
        foreach (var key in keys)
        {
            if (key.Kind != keys[0].Kind || !ValueOrdering.TryCompare(key, key, out var order))
            {
                return CelValue.Error(CelErrorCodes.NoSuchOverload, "only values of one type that has an order can be sorted");
            }

            if (order == ValueOrdering.Unordered)
            {
                return CelValue.Error(CelErrorCodes.InvalidArgument, "`NaN` has no order");
            }

            if (!activation.ChargeText(key))
            {
                return activation.AbortValue;
            }
        }

        if (!activation.Charge(items.Length * (int.Log2(items.Length | 1) + 1)))
        {
            return activation.AbortValue;
        }

        var positions = Enumerable.Range(0, items.Length).ToArray();
        Array.Sort(positions, (left, right) => Compare(keys[left], keys[right]) is var order and not 0 ? order : left.CompareTo(right));
        return CelValue.FromList(Array.ConvertAll(positions, position => items[position]));
    }

    private static int Compare(in CelValue left, in CelValue right)
    {
        ValueOrdering.TryCompare(left, right, out var order);
        return order;
    }
}
