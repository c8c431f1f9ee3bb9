using System.Text.Json;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A list over a JSON array. The elements are located once, because finding one by its index reads all before it.</summary>
internal sealed class JsonList(JsonElement json) : ICelList
{
    private JsonElement[]? _elements;

    public int Count => json.GetArrayLength();

    public CelValue this[int index] => JsonReader.Read((_elements ??= [.. json.EnumerateArray()])[index]);
}
