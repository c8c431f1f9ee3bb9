namespace KernelGuard.Cel.Values;

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
