using System.Globalization;

namespace KernelGuard.Cel.Library;

/// <summary>Points in time as text in the form of RFC 3339.</summary>
internal static class TimestampText
{
    public static string Format(in CelValue timestamp)
    {
        var time = CivilTime.FromUnixSeconds(timestamp.RawSeconds);
        var fraction = timestamp.RawNanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        var clock = string.Create(
            CultureInfo.InvariantCulture, $"{time.Year:D4}-{time.Month:D2}-{time.Day:D2}T{time.Hour:D2}:{time.Minute:D2}:{time.Second:D2}");
        return $"{clock}{(fraction.Length > 0 ? "." : "")}{fraction}Z";
    }

    /// <summary>Reads <c>2009-02-13T23:31:30.5Z</c>, with up to nine digits of a fraction and <c>Z</c> or an offset.</summary>
    public static bool TryParse(string text, out CelValue timestamp)
    {
        timestamp = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var isDate = TryReadNumber(text, 0, 4, out var year) & TryReadNumber(text, 5, 2, out var month)
            & TryReadNumber(text, 8, 2, out var day);
        var isTime = TryReadNumber(text, 11, 2, out var hour) & TryReadNumber(text, 14, 2, out var minute)
            & TryReadNumber(text, 17, 2, out var second);
        if (!isDate || !isTime || hour > 23 || minute > 59 || second > 59 || !CivilTime.IsDate(year, month, day))
        {
            return false;
        }

        if (!TryReadFraction(text, out var nanos, out var position) || !TryReadOffset(text.AsSpan(position), out var offset))
        {
            return false;
        }

        timestamp = CelValue.FromTimestamp(new CivilTime(year, month, day, hour, minute, second).ToUnixSeconds() - offset, nanos);
        return !timestamp.IsError;
    }

    /// <summary>Reads an offset such as <c>+02:00</c>, in seconds.</summary>
    public static bool TryReadOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryReadNumber(text, 1, 2, out var hours) || !TryReadNumber(text, 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
        return true;
    }

    private static bool TryReadFraction(string text, out int nanos, out int position)
    {
        const int Start = 19;
        nanos = 0;
        position = Start;
        if (text[Start] != '.')
        {
            return true;
        }

        position++;
        var scale = 100_000_000;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++, scale /= 10)
        {
            nanos += (text[position] - '0') * scale;
        }

        return position - Start is > 1 and <= 10;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, int start, int length, out int number) =>
        int.TryParse(text.Slice(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
