using System.Collections;

namespace KernelGuard.Cel.Values;

/// <summary>A list over an array or list of any other type.</summary>
internal sealed class UntypedList(IList list) : ICelList
{
    public int Count => list.Count;

    public CelValue this[int index] => ObjectReader.Read(list[index]);
}
