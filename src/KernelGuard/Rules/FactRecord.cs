using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>A record of facts with fixed names, such as <c>agent</c>. A name that nobody gave a value for is absent: reading it is an error.</summary>
/// <param name="names">The names that can be there.</param>
/// <param name="values">Their values; null where absent.</param>
internal sealed class FactRecord(string[] names, CelValue?[] values) : ICelMap
{
    public int Count => values.Count(v => v is not null);

    public IEnumerable<CelValue> Keys => names.Where((_, i) => values[i] is not null).Select(CelValue.FromString);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        var found = key.Kind == CelKind.String ? values.ElementAtOrDefault(IndexOf(key)) : null;
        value = found ?? default;
        return found is not null;
    }

    public bool Contains(in CelValue key) => TryGet(key, out _);

    private int IndexOf(in CelValue key) => Array.IndexOf(names, key.AsString);
}
