using System.Collections;

namespace KernelGuard.Cel.Values;

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
