using System.Buffers;
using System.Text.Unicode;

namespace KernelGuard.Calls.Canonical;

/// <summary>Writes strings as RFC 8785 asks: UTF-8, and only those escapes that JSON demands.</summary>
internal static class CanonicalJsonText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    internal static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Escaped);
            WritePlain(output, plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                break;
            }

            WriteEscape(output, text[plain]);
            text = text[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    private static void WritePlain(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        const int chunk = 4096;
        while (!text.IsEmpty)
        {
            // A chunk never ends between the halves of a surrogate pair.
            var length = Math.Min(chunk, text.Length);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            {
                length--;
            }

            var status = Utf8.FromUtf16(text[..length], output.GetSpan(length * 3), out _, out var written, replaceInvalidSequences: false);
            if (status != OperationStatus.Done)
            {
                throw new ArgumentException("the text holds half of a surrogate pair");
            }

            output.Advance(written);
            text = text[length..];
        }
    }

    private static void WriteEscape(IBufferWriter<byte> output, char character)
    {
        switch (character)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\b': output.Write("\\b"u8); break;
            case '\t': output.Write("\\t"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\f': output.Write("\\f"u8); break;
            case '\r': output.Write("\\r"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write([Digit(character >> 4), Digit(character & 15)]);
                break;
        }
    }

    private static byte Digit(int value) => "0123456789abcdef"u8[value];
}
