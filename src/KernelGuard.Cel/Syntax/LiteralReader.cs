using System.Globalization;
using System.Text;

namespace KernelGuard.Cel.Syntax;

/// <summary>
/// Turns the text of literal tokens into values. A problem is the second half of a message: what is wrong, and where in the token.
/// </summary>
internal static class LiteralReader
{
    /// <summary>Reads an integer; the sign belongs to the literal, so that the least integer can be written.</summary>
    public static bool TryReadInt(ReadOnlySpan<char> text, bool negative, out CelValue value)
    {
        var limit = negative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        var valid = TryReadMagnitude(text, out var magnitude) && magnitude <= limit;
        value = CelValue.FromInt(negative ? unchecked(-(long)magnitude) : (long)magnitude);
        return valid;
    }

    public static bool TryReadUInt(ReadOnlySpan<char> text, out CelValue value)
    {
        var valid = TryReadMagnitude(text[..^1], out var magnitude);
        value = CelValue.FromUInt(magnitude);
        return valid;
    }

    public static bool TryReadDouble(ReadOnlySpan<char> text, bool negative, out CelValue value)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var valid = double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        value = CelValue.FromDouble(negative ? -number : number);
        return valid;
    }

    public static bool TryReadString(ReadOnlySpan<char> text, out CelValue value, out LiteralProblem problem)
    {
        var raw = StripQuotes(ref text, out var offset);
        if (raw || !text.Contains('\\'))
        {
            problem = default;
            value = CelValue.FromString(text.ToString());
            return WithoutHalves(value, ref problem);
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '\\')
            {
                decoded.Append(text[i++]);
                continue;
            }

            if (!EscapeReader.TryRead(text[i..], isBytes: false, out var codePoint, out var length, out var message))
            {
                problem = new LiteralProblem(message, offset + i, length);
                value = default;
                return false;
            }

            decoded.Append(char.ConvertFromUtf32(codePoint));
            i += length;
        }

        problem = default;
        value = CelValue.FromString(decoded.ToString());
        return WithoutHalves(value, ref problem);
    }

    public static bool TryReadBytes(ReadOnlySpan<char> text, out CelValue value, out LiteralProblem problem)
    {
        text = text[1..];
        var raw = StripQuotes(ref text, out var offset);
        value = default;
        var octets = new MemoryStream(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\' && !raw)
            {
                if (!EscapeReader.TryRead(text[i..], isBytes: true, out var octet, out var length, out var message))
                {
                    problem = new LiteralProblem(message, offset + i + 1, length);
                    return false;
                }

                octets.WriteByte((byte)octet);
                i += length;
            }
            else if (Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done)
            {
                octets.Write(utf8[..rune.EncodeToUtf8(utf8)]);
                i += consumed;
            }
            else
            {
                problem = new LiteralProblem("the literal holds half a surrogate pair", offset + i + 1, 1);
                return false;
            }
        }

        problem = default;
        value = CelValue.FromBytes(octets.ToArray());
        return true;
    }

    private static bool WithoutHalves(in CelValue value, ref LiteralProblem problem)
    {
        if (value.IsError)
        {
            problem = new LiteralProblem("the literal holds half a surrogate pair", 0, 0);
        }

        return !value.IsError;
    }

    private static bool StripQuotes(ref ReadOnlySpan<char> text, out int offset)
    {
        var raw = text[0] is 'r' or 'R';
        offset = raw ? 1 : 0;
        var quote = text[offset];
        var triple = text.Length >= offset + 6 && text[offset + 1] == quote && text[offset + 2] == quote;
        var width = triple ? 3 : 1;
        offset += width;
        text = text[offset..^width];
        return raw;
    }

    private static bool TryReadMagnitude(ReadOnlySpan<char> text, out ulong magnitude) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out magnitude)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
}
