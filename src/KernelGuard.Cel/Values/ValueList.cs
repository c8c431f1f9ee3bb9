namespace KernelGuard.Cel.Values;

/// <summary>A list of values that are at hand.</summary>
internal sealed class ValueList(CelValue[] items, int count) : ICelList
{
    public ValueList(CelValue[] items)
        : this(items, items.Length)
    {
    }

    public int Count => count;

    public CelValue this[int index] => items[index];
}
