using System.Text.Json;

namespace KernelGuard.Cel.Values;

/// <summary>A list over a JSON array. The elements are located once, because finding one by its index reads all before it.</summary>
internal sealed class JsonList(JsonElement json) : ICelList
{
    private JsonChildren? _children;

    public int Count => json.GetArrayLength();

    public CelValue this[int index] => (_children ??= new JsonChildren([.. json.EnumerateArray()]))[index];
}
