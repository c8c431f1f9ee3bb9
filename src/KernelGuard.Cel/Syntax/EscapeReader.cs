using System.Globalization;
using System.Text;

namespace KernelGuard.Cel.Syntax;

/// <summary>Reads one escape sequence. In strings every escape is a code point; in bytes <c>\x</c> and octal escapes are octets.</summary>
internal static class EscapeReader
{
    /// <summary>Reads the escape that the text starts with; on failure the length is that of the part to underline.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, bool isBytes, out int codePoint, out int length, out string problem)
    {
        problem = "";
        var selector = text.Length > 1 ? text[1] : '\0';
        codePoint = Simple(selector);
        length = Math.Min(2, text.Length);
        if (codePoint >= 0)
        {
            return true;
        }

        switch (selector)
        {
            case 'x' or 'X':
                return TryReadHex(text, 2, out codePoint, ref length, out problem);
            case 'u' or 'U' when isBytes:
                problem = $"`\\{selector}` is not allowed in bytes";
                return false;
            case 'u':
                return TryReadHex(text, 4, out codePoint, ref length, out problem) && IsScalar(codePoint, out problem);
            case 'U':
                return TryReadHex(text, 8, out codePoint, ref length, out problem) && IsScalar(codePoint, out problem);
            case >= '0' and <= '3':
                return TryReadOctal(text, out codePoint, ref length, out problem);
            default:
                problem = "unknown escape sequence";
                return false;
        }
    }

    private static int Simple(char selector) => selector switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '?' or '"' or '\'' or '`' => selector,
        _ => -1,
    };

    private static bool TryReadHex(ReadOnlySpan<char> text, int digits, out int codePoint, ref int length, out string problem)
    {
        problem = $"`\\{text[1]}` must be followed by {digits} hexadecimal digits";
        codePoint = 0;
        if (text.Length < digits + 2
            || !uint.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var parsed))
        {
            return false;
        }

        length = digits + 2;
        codePoint = parsed > int.MaxValue ? int.MaxValue : (int)parsed;
        return true;
    }

    private static bool TryReadOctal(ReadOnlySpan<char> text, out int codePoint, ref int length, out string problem)
    {
        problem = "an octal escape must have three digits";
        codePoint = 0;
        if (text.Length < 4 || text[2] is < '0' or > '7' || text[3] is < '0' or > '7')
        {
            return false;
        }

        length = 4;
        codePoint = ((text[1] - '0') * 64) + ((text[2] - '0') * 8) + (text[3] - '0');
        return true;
    }

    private static bool IsScalar(int codePoint, out string problem)
    {
        problem = "the escape is no Unicode code point";
        return Rune.IsValid(codePoint);
    }
}
