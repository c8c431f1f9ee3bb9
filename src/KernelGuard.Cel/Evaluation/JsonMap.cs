using System.Text.Json;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A map over a JSON object. Of a property that occurs twice the last one counts; a host that cares rejects such JSON before.</summary>
internal sealed class JsonMap(JsonElement json) : ICelMap
{
    public int Count => json.GetPropertyCount();

    public IEnumerable<CelValue> Keys => json.EnumerateObject().Select(property => CelValue.FromString(property.Name));

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind == CelKind.String && json.TryGetProperty(key.RawString, out var found))
        {
            value = JsonReader.Read(found);
            return true;
        }

        value = default;
        return false;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && json.TryGetProperty(key.RawString, out _);
}
