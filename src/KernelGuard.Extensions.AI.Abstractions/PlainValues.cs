using System.Buffers;
using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Extensions.AI;

/// <summary>Turns judged values into what functions can bind: scalars as they are, objects and lists as JSON, opaque values as the caller passed them.</summary>
public static class PlainValues
{
    /// <summary>The values of judged arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>A new dictionary that nobody else holds.</returns>
    public static Dictionary<string, object?> Of(FrozenObject arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var values = new Dictionary<string, object?>(arguments.Count, StringComparer.Ordinal);
        foreach (var (key, value) in arguments)
        {
            values.Add(key, Of(value));
        }

        return values;
    }

    private static object? Of(object? value) => value switch
    {
        OpaqueValue opaque => opaque.Value,
        FrozenObject or FrozenList when HoldsOpaque(value) => Open(value),
        FrozenObject or FrozenList => ToJson(value),
        _ => value,
    };

    private static object? Open(object? value) => value switch
    {
        FrozenObject o => Of(o),
        FrozenList list => list.Select(Of).ToList(),
        _ => Of(value),
    };

    private static bool HoldsOpaque(object? value) => value switch
    {
        OpaqueValue => true,
        FrozenObject o => o.Values.Any(HoldsOpaque),
        FrozenList list => list.Any(HoldsOpaque),
        _ => false,
    };

    private static JsonElement ToJson(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, value);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
