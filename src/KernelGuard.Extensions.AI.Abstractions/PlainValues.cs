using System.Buffers;
using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Turns judged values into what functions can bind: text and bool as they are, numbers, objects and lists as JSON, opaque values as the caller passed them.
/// </summary>
/// <remarks>A number as JSON binds to every numeric type. Code's own number is passed on as what it is, where it is exactly the judged one.</remarks>
public static class PlainValues
{
    /// <summary>The values of judged arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="received">The arguments as they were received, or null.</param>
    /// <returns>A new dictionary that nobody else holds.</returns>
    public static Dictionary<string, object?> Of(FrozenObject arguments, IEnumerable<KeyValuePair<string, object?>>? received = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var values = new Dictionary<string, object?>(arguments.Count, StringComparer.Ordinal);
        foreach (var (key, value) in arguments)
        {
            values.Add(key, value is long or double ? null : Of(value));
        }

        foreach (var (key, value) in received ?? [])
        {
            if (arguments.TryGetValue(key, out var judged) && IsSameNumber(value, judged))
            {
                values[key] = value;
            }
        }

        foreach (var (key, value) in arguments)
        {
            if (value is long or double)
            {
                values[key] ??= ToJson(value);
            }
        }

        return values;
    }

    private static object? Of(object? value) => value switch
    {
        OpaqueValue opaque => opaque.Value,
        FrozenObject or FrozenList when HoldsOpaque(value) => Open(value),
        FrozenObject or FrozenList or long or double => ToJson(value),
        _ => value,
    };

    private static bool IsSameNumber(object? received, object? judged) => judged is long or double && received switch
    {
        double or float => Convert.ToDouble(received, CultureInfo.InvariantCulture).Equals(Convert.ToDouble(judged, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long => judged is long whole && Convert.ToInt64(received, CultureInfo.InvariantCulture) == whole,
        decimal number =>
            decimal.TryParse(CanonicalJson.ToText(judged), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && number == exact,
        _ => false,
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
