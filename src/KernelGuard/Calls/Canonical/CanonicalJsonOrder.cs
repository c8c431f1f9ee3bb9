using System.Text;
using System.Text.Json;

namespace KernelGuard.Calls.Canonical;

/// <summary>Compares raw JSON strings the way RFC 8785 orders keys, and checks how they are escaped.</summary>
internal static class CanonicalJsonOrder
{
    // UTF-8 and UTF-16 order text alike, except that U+E000 to U+FFFF (first byte 0xEE or 0xEF) come after pairs (first byte 0xF0 and up).
    private const byte FirstByteThatDiffers = 0xEE;

    /// <summary>Whether a string has no escape but those that JSON demands, in their canonical spelling.</summary>
    internal static bool IsMinimal(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return true;
        }

        using var text = new CanonicalJsonBuffer(reader.ValueSpan.Length + 2);
        CanonicalJsonText.Write(text, reader.GetString());
        return text.Written[1..^1].SequenceEqual(reader.ValueSpan);
    }

    /// <summary>Whether the right key comes strictly after the left one.</summary>
    internal static bool IsAfter(ReadOnlySpan<byte> left, bool leftEscaped, ReadOnlySpan<byte> right, bool rightEscaped)
    {
        var common = left.CommonPrefixLength(right);
        if (!leftEscaped && !rightEscaped && (common == left.Length || common == right.Length
            || (left[common] < FirstByteThatDiffers && right[common] < FirstByteThatDiffers)))
        {
            return left.SequenceCompareTo(right) < 0;
        }

        return string.CompareOrdinal(Text(left, leftEscaped), Text(right, rightEscaped)) < 0;
    }

    private static string Text(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var quoted = new byte[raw.Length + 2];
        raw.CopyTo(quoted.AsSpan(1));
        quoted[0] = quoted[^1] = (byte)'"';
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}
