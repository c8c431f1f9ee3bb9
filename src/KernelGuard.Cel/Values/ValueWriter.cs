using System.Globalization;
using System.Text;
using KernelGuard.Cel.Library;

namespace KernelGuard.Cel.Values;

/// <summary>Writes values as expressions would, for people; cut to a bounded depth and length.</summary>
internal static class ValueWriter
{
    private const int MaxDepth = 8;
    private const int MaxChars = 1_024;
    private const string Ellipsis = "...";

    public static string Write(in CelValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        if (text.Length > MaxChars)
        {
            text.Length = char.IsHighSurrogate(text[MaxChars - 1]) ? MaxChars - 1 : MaxChars;
            text.Append(Ellipsis);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, in CelValue value, int depth)
    {
        if (text.Length > MaxChars)
        {
            return;
        }

        switch (value.Kind)
        {
            case CelKind.Error:
                text.Append(value.ErrorValue);
                break;
            case CelKind.Null:
                text.Append("null");
                break;
            case CelKind.Bool:
                text.Append(value.AsBool ? "true" : "false");
                break;
            case CelKind.Int:
                text.Append(CultureInfo.InvariantCulture, $"{value.RawBits}");
                break;
            case CelKind.UInt:
                text.Append(CultureInfo.InvariantCulture, $"{(ulong)value.RawBits}u");
                break;
            case CelKind.Double:
                WriteDouble(text, value.RawDouble);
                break;
            case CelKind.String:
                WriteString(text, value.RawString);
                break;
            case CelKind.Bytes:
                WriteBytes(text, value.RawBytes);
                break;
            case CelKind.List:
                WriteList(text, value.RawList, depth);
                break;
            case CelKind.Map:
                WriteMap(text, value.RawMap, depth);
                break;
            case CelKind.Timestamp:
                text.Append(CultureInfo.InvariantCulture, $"timestamp(\"{TimestampText.Format(value)}\")");
                break;
            case CelKind.Duration:
                text.Append(CultureInfo.InvariantCulture, $"duration(\"{DurationText.Format(value.RawBits)}\")");
                break;
            case CelKind.Opaque when value.AsOpaque is CelOptional { HasValue: true } optional && depth < MaxDepth:
                text.Append("optional.of(");
                Write(text, optional.Value, depth + 1);
                text.Append(')');
                break;
            case CelKind.Opaque when value.AsOpaque is CelOptional { HasValue: false } or IpAddress or IpRange:
                text.Append(value.AsOpaque);
                break;
            case CelKind.Opaque:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsOpaque.TypeName}(...)");
                break;
            default:
                text.Append(value.AsTypeName);
                break;
        }
    }

    private static void WriteDouble(StringBuilder text, double number)
    {
        var digits = NumberText.Format(number);
        text.Append(digits);
        if (double.IsFinite(number) && !digits.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            text.Append(".0");
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value.AsSpan(0, Math.Min(value.Length, MaxChars)))
        {
            _ = unit switch
            {
                '"' or '\\' => text.Append('\\').Append(unit),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(unit) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => text.Append(unit),
            };
        }

        text.Append(value.Length > MaxChars ? Ellipsis : "\"");
    }

    private static void WriteBytes(StringBuilder text, byte[] value)
    {
        text.Append("b\"");
        foreach (var octet in value.AsSpan(0, Math.Min(value.Length, MaxChars)))
        {
            _ = octet is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\'
                ? text.Append((char)octet)
                : text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }

        text.Append('"');
    }

    private static void WriteList(StringBuilder text, ICelList list, int depth)
    {
        if (depth >= MaxDepth)
        {
            text.Append("[...]");
            return;
        }

        text.Append('[');
        for (var i = 0; i < list.Count && text.Length <= MaxChars; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(text, list[i], depth + 1);
        }

        text.Append(']');
    }

    private static void WriteMap(StringBuilder text, ICelMap map, int depth)
    {
        if (depth >= MaxDepth)
        {
            text.Append("{...}");
            return;
        }

        text.Append('{');
        var separator = "";
        foreach (var key in map.Keys)
        {
            if (text.Length > MaxChars)
            {
                break;
            }

            text.Append(separator);
            Write(text, key, depth + 1);
            text.Append(": ");
            map.TryGet(key, out var value);
            Write(text, value, depth + 1);
            separator = ", ";
        }

        text.Append('}');
    }
}
