namespace KernelGuard.Cel.Values;

/// <summary>A map of values that are at hand, in the order in which they were added.</summary>
internal sealed class ValueMap(int capacity) : ICelMap
{
    private readonly OrderedDictionary<CelValue, CelValue> _entries = new(capacity, MapKeyComparer.Instance);

    public int Count => _entries.Count;

    public IEnumerable<CelValue> Keys => _entries.Keys;

    public bool TryAdd(in CelValue key, in CelValue value) => _entries.TryAdd(key, value);

    public bool TryGet(in CelValue key, out CelValue value) => _entries.TryGetValue(key, out value);

    public bool Contains(in CelValue key) => _entries.ContainsKey(key);
}
