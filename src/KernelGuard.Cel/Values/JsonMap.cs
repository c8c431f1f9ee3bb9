using System.Text.Json;

namespace KernelGuard.Cel.Values;

/// <summary>
/// A map over a JSON object. Of a property that occurs twice the last one counts; a host that cares rejects such JSON before.
/// </summary>
internal sealed class JsonMap(JsonElement json) : ICelMap
{
    private const int MaxScanned = 8;
    private Index? _index;

    // References are written whole, so that a race between two readers only makes a view twice.
    private View? _views;

    public int Count => json.GetPropertyCount();

    public IEnumerable<CelValue> Keys => json.EnumerateObject().Select(property => CelValue.FromString(property.Name));

    public bool TryGet(in CelValue key, out CelValue value)
    {
        value = default;
        if (key.Kind != CelKind.String)
        {
            return false;
        }

        if (Count <= MaxScanned)
        {
            return Scan(key.RawString, out value);
        }

        var index = _index ??= MakeIndex();
        if (!index.Positions.TryGetValue(key.RawString, out var position))
        {
            return false;
        }

        value = index.Children[position];
        return true;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String
        && (Count <= MaxScanned ? json.TryGetProperty(key.RawString, out _) : (_index ??= MakeIndex()).Positions.ContainsKey(key.RawString));

    // Among a few properties one is found as fast without an index. The views of containers are kept all the same.
    private bool Scan(string name, out CelValue value)
    {
        for (var view = _views; view is not null; view = view.Next)
        {
            if (view.Name == name)
            {
                value = view.Value;
                return true;
            }
        }

        if (!json.TryGetProperty(name, out var found))
        {
            value = default;
            return false;
        }

        value = JsonReader.Read(found);
        if (found.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            _views = new View(name, value, _views);
        }

        return true;
    }

    private Index MakeIndex()
    {
        var positions = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        var elements = new List<JsonElement>(Count);
        foreach (var property in json.EnumerateObject())
        {
            positions[property.Name] = elements.Count;
            elements.Add(property.Value);
        }

        return new Index(positions, new JsonChildren([.. elements]));
    }

    private sealed record Index(Dictionary<string, int> Positions, JsonChildren Children);

    private sealed record View(string Name, CelValue Value, View? Next);
}
