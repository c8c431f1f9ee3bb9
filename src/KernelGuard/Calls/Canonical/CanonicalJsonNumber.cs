using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace KernelGuard.Calls.Canonical;

/// <summary>Writes numbers the way ECMAScript prints them (Number::toString), which is what RFC 8785 asks for.</summary>
internal static class CanonicalJsonNumber
{
    /// <summary>The longest text of a number: a sign, 17 digits, a point and an exponent, or 21 digits.</summary>
    internal const int MaxBytes = 32;

    private const long MaxSafeInteger = (1L << 53) - 1;

    internal static void Write(IBufferWriter<byte> output, long number)
    {
        if (number is > MaxSafeInteger or < -MaxSafeInteger)
        {
            // Beyond 2^53-1 only integers that a double holds exactly have a canonical form.
            if ((Int128)(double)number != number)
            {
                throw new ArgumentException("an integer beyond 2^53-1 cannot be held exactly");
            }

            Write(output, (double)number);
            return;
        }

        Utf8Formatter.TryFormat(number, output.GetSpan(MaxBytes), out var written);
        output.Advance(written);
    }

    internal static void Write(IBufferWriter<byte> output, double number) => output.Advance(Format(number, output.GetSpan(MaxBytes)));

    /// <summary>Formats a number; the text is at most <see cref="MaxBytes"/> long.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite.</exception>
    internal static int Format(double number, Span<byte> output)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException("a number is NaN or infinite");
        }

        if (number == 0)
        {
            output[0] = (byte)'0';
            return 1;
        }

        var sign = 0;
        if (number < 0)
        {
            output[sign++] = (byte)'-';
            number = -number;
        }

        Span<byte> digits = stackalloc byte[24];
        var count = ShortestDigits(number, digits, out var point);
        return sign + Lay(digits[..count], point, output[sign..]);
    }

    /// <summary>Whether a number of JSON text is spelled as this class spells it.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        const int safeDigits = 15;
        var digits = text[0] == '-' ? text[1..] : text;
        if (digits.Length <= safeDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return digits.Length == text.Length || digits[0] != '0';
        }

        Span<byte> expected = stackalloc byte[MaxBytes];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && text.SequenceEqual(expected[..Format(number, expected)]);
    }

    /// <summary>The shortest digits that read back as the number, and where the decimal point stands: value = 0.digits × 10^point.</summary>
    private static int ShortestDigits(double number, Span<byte> digits, out int point)
    {
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        text = text[..length];

        // At some powers of two, .NET prints digits that read back as the number below; the 17 digits of the exact value never do.
        if (double.Parse(text, CultureInfo.InvariantCulture) != number)
        {
            return ExactDigits(number, digits, out point);
        }

        var exponent = 0;
        var mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var fraction = text.IndexOf((byte)'.');
        point = (fraction < 0 ? text.Length : fraction) + exponent;
        var count = 0;
        foreach (var character in text)
        {
            if (character == '.' || (count == 0 && character == '0'))
            {
                // A leading zero before the first digit moves the point one place to the left.
                point -= character == '0' ? 1 : 0;
                continue;
            }

            digits[count++] = character;
        }

        return digits[..count].TrimEnd((byte)'0').Length;
    }

    /// <summary>The exact value rounded to 17 digits, half to even, which is how ECMAScript breaks a tie.</summary>
    private static int ExactDigits(double number, Span<byte> digits, out int point)
    {
        const int kept = 17;
        var text = number.ToString("E780", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        point = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        var whole = UInt128.Parse(string.Concat(text.AsSpan(0, 1), text.AsSpan(2, kept - 1)), CultureInfo.InvariantCulture);
        var rest = text.AsSpan(kept + 1, mark - kept - 1).TrimEnd('0');
        var half = rest.SequenceCompareTo("5");
        whole += half > 0 || (half == 0 && !UInt128.IsEvenInteger(whole)) ? 1u : 0u;
        whole.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        point += count - kept;
        return digits[..count].TrimEnd((byte)'0').Length;
    }

    private static int Lay(ReadOnlySpan<byte> digits, int point, Span<byte> output)
    {
        if (digits.Length <= point && point <= 21)
        {
            digits.CopyTo(output);
            output[digits.Length..point].Fill((byte)'0');
            return point;
        }

        if (point is > 0 and <= 21)
        {
            digits[..point].CopyTo(output);
            output[point] = (byte)'.';
            digits[point..].CopyTo(output[(point + 1)..]);
            return digits.Length + 1;
        }

        if (point is > -6 and <= 0)
        {
            output[0] = (byte)'0';
            output[1] = (byte)'.';
            output.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(output[(2 - point)..]);
            return digits.Length + 2 - point;
        }

        return LayExponent(digits, point - 1, output);
    }

    private static int LayExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var length = 0;
        output[length++] = digits[0];
        if (digits.Length > 1)
        {
            output[length++] = (byte)'.';
            digits[1..].CopyTo(output[length..]);
            length += digits.Length - 1;
        }

        output[length++] = (byte)'e';
        output[length++] = (byte)(exponent < 0 ? '-' : '+');
        Utf8Formatter.TryFormat(Math.Abs(exponent), output[length..], out var written);
        return length + written;
    }
}
