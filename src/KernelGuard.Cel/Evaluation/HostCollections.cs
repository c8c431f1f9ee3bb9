using System.Collections;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A map over a dictionary of the host.</summary>
internal sealed class ObjectMap(IReadOnlyDictionary<string, object?> map) : ICelMap
{
    public int Count => map.Count;

    public IEnumerable<CelValue> Keys => map.Keys.Select(CelValue.FromString);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind == CelKind.String && map.TryGetValue(key.RawString, out var found))
        {
            value = ObjectReader.Read(found);
            return true;
        }

        value = default;
        return false;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && map.ContainsKey(key.RawString);
}

/// <summary>A map over a dictionary of the host that has only the writable interface, such as an expando object.</summary>
internal sealed class GenericObjectMap(IDictionary<string, object?> map) : ICelMap
{
    public int Count => map.Count;

    public IEnumerable<CelValue> Keys => map.Keys.Select(CelValue.FromString);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind == CelKind.String && map.TryGetValue(key.RawString, out var found))
        {
            value = ObjectReader.Read(found);
            return true;
        }

        value = default;
        return false;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && map.ContainsKey(key.RawString);
}

/// <summary>A map over any other dictionary with string keys; entries with other keys are not visible.</summary>
internal sealed class UntypedMap(IDictionary map) : ICelMap
{
    public int Count => map.Count;

    public IEnumerable<CelValue> Keys => map.Keys.Cast<object?>().Select(ObjectReader.Read);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (Contains(key))
        {
            value = ObjectReader.Read(map[key.RawString]);
            return true;
        }

        value = default;
        return false;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && map.Contains(key.RawString);
}

/// <summary>A list over a list of the host.</summary>
internal sealed class ObjectList(IReadOnlyList<object?> list) : ICelList
{
    public int Count => list.Count;

    public CelValue this[int index] => ObjectReader.Read(list[index]);
}

/// <summary>A list over an array or list of any other type.</summary>
internal sealed class UntypedList(IList list) : ICelList
{
    public int Count => list.Count;

    public CelValue this[int index] => ObjectReader.Read(list[index]);
}
