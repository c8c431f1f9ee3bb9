namespace KernelGuard.Cel.Tests.Oracle;

/// <summary>A map that is a list of entries.</summary>
internal sealed class OracleMap(IReadOnlyList<(CelValue Key, CelValue Value)> entries) : ICelMap
{
    public int Count => entries.Count;

    public IEnumerable<CelValue> Keys => entries.Select(entry => entry.Key);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        foreach (var entry in entries)
        {
            if (OracleComparison.AreEqual(entry.Key, key))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public bool Contains(in CelValue key) => TryGet(key, out _);
}
