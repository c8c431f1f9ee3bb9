using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KernelGuard.Calls.Canonical;

/// <summary>Writes parsed JSON in canonical form.</summary>
internal static class CanonicalJsonElementWriter
{
    private static readonly Comparison<JsonProperty> ByCodeUnits = static (x, y) => string.CompareOrdinal(x.Name, y.Name);

    internal static void Write(IBufferWriter<byte> output, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null: output.Write("null"u8); break;
            case JsonValueKind.True: output.Write("true"u8); break;
            case JsonValueKind.False: output.Write("false"u8); break;
            case JsonValueKind.String: CanonicalJsonText.Write(output, Text(element)); break;
            case JsonValueKind.Number: WriteNumber(output, element); break;
            case JsonValueKind.Object: WriteObject(output, element, depth + 1); break;
            case JsonValueKind.Array: WriteArray(output, element, depth + 1); break;
            default: throw new ArgumentException("there is no value", nameof(element));
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("the text is no valid Unicode", nameof(element), e);
        }
    }

    private static void WriteNumber(IBufferWriter<byte> output, JsonElement element)
    {
        if (element.TryGetInt64(out var integer))
        {
            CanonicalJsonNumber.Write(output, integer);
            return;
        }

        if (!element.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            throw new ArgumentException("the number is too large for a double", nameof(element));
        }

        Span<byte> text = stackalloc byte[CanonicalJsonNumber.MaxBytes];
        var length = CanonicalJsonNumber.Format(number, text);
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.IndexOfAny(".eE"u8) < 0 && !raw.SequenceEqual(text[..length]))
        {
            throw new ArgumentException("an integer beyond 2^53-1 cannot be held exactly", nameof(element));
        }

        output.Write(text[..length]);
    }

    private static void WriteObject(IBufferWriter<byte> output, JsonElement element, int depth)
    {
        CanonicalJsonWriter.CheckDepth(depth);
        JsonProperty[] members = [.. element.EnumerateObject()];
        members.AsSpan().Sort(ByCodeUnits);
        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
            {
                throw new ArgumentException("one object holds the same key twice", nameof(element));
            }

            CanonicalJsonWriter.WriteKey(output, members[i].Name, first: i == 0);
            Write(output, members[i].Value, depth);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(IBufferWriter<byte> output, JsonElement element, int depth)
    {
        CanonicalJsonWriter.CheckDepth(depth);
        output.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            Write(output, item, depth);
        }

        output.Write("]"u8);
    }
}
