using System.Globalization;

namespace KernelGuard.Cel.Library;

/// <summary>Lengths of time as text.</summary>
internal static class DurationText
{
    private const long NanosPerSecond = 1_000_000_000;

    /// <summary>Writes seconds, as in <c>-1.5s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        var magnitude = nanoseconds < 0 ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        var fraction = (magnitude % NanosPerSecond).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        var sign = nanoseconds < 0 ? "-" : "";
        var point = fraction.Length > 0 ? "." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{magnitude / NanosPerSecond}{point}{fraction}s");
    }

    /// <summary>Reads a sign and a sequence of decimal numbers with units, as in <c>-1h30.5m</c>; only zero needs no unit.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var negative = text.StartsWith('-');
        var rest = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (rest is "0")
        {
            return true;
        }

        UInt128 total = 0;
        if (rest.IsEmpty)
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            if (!TryReadPart(ref rest, out var part) || (total += part) > long.MaxValue + (UInt128)1)
            {
                return false;
            }
        }

        nanoseconds = negative ? unchecked(-(long)total) : (long)total;
        return negative || total <= long.MaxValue;
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, out UInt128 nanoseconds)
    {
        nanoseconds = 0;
        var whole = Digits(rest);
        var fraction = rest.Length > whole && rest[whole] == '.' ? Digits(rest[(whole + 1)..]) : 0;
        var length = rest.Length > whole && rest[whole] == '.' ? whole + 1 + fraction : whole;
        var unit = Unit(rest[length..], out var unitLength);
        if (whole + fraction == 0 || unit == 0 || !TryReadWhole(rest[..whole], out var count))
        {
            return false;
        }

        nanoseconds = ((UInt128)count * (UInt128)unit) + Fraction(rest.Slice(Math.Min(whole + 1, length), fraction), unit);
        rest = rest[(length + unitLength)..];
        return true;
    }

    private static bool TryReadWhole(ReadOnlySpan<char> digits, out ulong count)
    {
        count = 0;
        return digits.IsEmpty || ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    // Digits beyond a nanosecond of the largest unit have no weight and are cut off.
    private static UInt128 Fraction(ReadOnlySpan<char> digits, long unit)
    {
        UInt128 numerator = 0;
        UInt128 denominator = 1;
        foreach (var digit in digits[..Math.Min(digits.Length, 18)])
        {
            numerator = (numerator * 10) + (UInt128)(digit - '0');
            denominator *= 10;
        }

        return numerator * (UInt128)unit / denominator;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static long Unit(ReadOnlySpan<char> text, out int length)
    {
        (var unit, length) = text switch
        {
            ['n', 's', ..] => (1, 2),
            ['u', 's', ..] => (1_000, 2),
            ['µ' or 'μ', 's', ..] => (1_000, 2),
            ['m', 's', ..] => (1_000_000, 2),
            ['s', ..] => (NanosPerSecond, 1),
            ['m', ..] => (60 * NanosPerSecond, 1),
            ['h', ..] => (3600 * NanosPerSecond, 1),
            _ => (0L, 0),
        };
        return unit;
    }
}
