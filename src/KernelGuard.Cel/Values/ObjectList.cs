namespace KernelGuard.Cel.Values;

/// <summary>A list over a list of the host.</summary>
internal sealed class ObjectList(IReadOnlyList<object?> list) : ICelList
{
    public int Count => list.Count;

    public CelValue this[int index] => ObjectReader.Read(list[index]);
}
