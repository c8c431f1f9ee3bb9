using System.Text.Json;
using KernelGuard.Decisions;

namespace KernelGuard.Enforcement;

/// <summary>Writes what arguments would have to be as members of a JSON object, such as <c>"amount":{"max":500}</c>.</summary>
internal static class BoundsWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ArgumentBounds> allowed)
    {
        foreach (var bounds in allowed)
        {
            json.WriteStartObject(bounds.Argument);
            WriteIfPresent(json, "min", bounds.Min);
            WriteIfPresent(json, "exclusive_min", bounds.ExclusiveMin);
            WriteIfPresent(json, "max", bounds.Max);
            WriteIfPresent(json, "exclusive_max", bounds.ExclusiveMax);
            WriteIfPresent(json, "equals", bounds.OneOf is [var only] ? only : null);
            if (bounds.OneOf.Length > 1)
            {
                json.WriteStartArray("one_of");
                foreach (var value in bounds.OneOf)
                {
                    WriteValue(json, value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }
    }

    private static void WriteIfPresent(Utf8JsonWriter json, string name, object? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
