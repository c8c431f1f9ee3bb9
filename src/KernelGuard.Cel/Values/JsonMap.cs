using System.Text.Json;

namespace KernelGuard.Cel.Values;

/// <summary>
/// A map over a JSON object. Of a property that occurs twice the last one counts; a host that cares rejects such JSON before.
/// </summary>
internal sealed class JsonMap(JsonElement json) : ICelMap
{
    private const int MaxScanned = 8;
    private Index? _index;

    public int Count => json.GetPropertyCount();

    public IEnumerable<CelValue> Keys => json.EnumerateObject().Select(property => CelValue.FromString(property.Name));

    public bool TryGet(in CelValue key, out CelValue value)
    {
        value = default;
        if (key.Kind != CelKind.String)
        {
            return false;
        }

        // A scalar among a few properties is found as fast without an index. Containers come from the index, which keeps their views.
        if (_index is null && Count <= MaxScanned)
        {
            if (!json.TryGetProperty(key.RawString, out var found))
            {
                return false;
            }

            if (found.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                value = JsonReader.Read(found);
                return true;
            }
        }

        var index = _index ??= MakeIndex();
        if (!index.Positions.TryGetValue(key.RawString, out var position))
        {
            return false;
        }

        value = index.Children[position];
        return true;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && (_index ??= MakeIndex()).Positions.ContainsKey(key.RawString);

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
}
