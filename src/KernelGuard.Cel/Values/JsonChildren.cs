using System.Text.Json;

namespace KernelGuard.Cel.Values;

/// <summary>
/// The values inside a JSON container. What is made for a container among them is kept, so that going through data again and again stays
/// cheap.
/// </summary>
internal sealed class JsonChildren(JsonElement[] elements)
{
    // References are written whole, so that a race between two readers only makes a view twice.
    private readonly object?[] _views = new object?[elements.Length];

    public CelValue this[int index]
    {
        get
        {
            switch (_views[index])
            {
                case JsonMap map:
                    return CelValue.FromMap(map);
                case JsonList list:
                    return CelValue.FromList(list);
                default:
                    var value = JsonReader.Read(elements[index]);
                    _views[index] = value.Kind is CelKind.Map ? value.RawMap : value.Kind is CelKind.List ? value.RawList : null;
                    return value;
            }
        }
    }
}
