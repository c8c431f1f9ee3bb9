using System.Globalization;
using System.Text.RegularExpressions;

namespace KernelGuard.Policies.Reading;

/// <summary>What a plain scalar means in the core schema of YAML 1.2: <c>yes</c>, <c>on</c> and dates are text.</summary>
internal static partial class CoreSchema
{
    private const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>Whether the scalar is none of null, a Boolean and a number.</summary>
    public static bool IsText(string plain) => !IsNull(plain) && ToBoolean(plain) is null && !LooksLikeNumber(plain);

    /// <summary>What the scalar is, for messages.</summary>
    public static string KindOf(string plain) =>
        IsNull(plain) ? "empty" : ToBoolean(plain) is not null ? "true or false" : LooksLikeNumber(plain) ? "a number" : "text";

    public static bool IsNull(string plain) => plain is "" or "~" or "null" or "Null" or "NULL";

    public static bool? ToBoolean(string plain) => plain switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>A long within ±(2^53-1), a finite double, or null where the scalar is no number or cannot be held.</summary>
    public static object? ToNumber(string plain)
    {
        if (Radix().Match(plain) is { Success: true } radix)
        {
            return ToInteger(radix.Groups[2].ValueSpan, radix.Groups[1].ValueSpan is "0x" ? 16 : 8);
        }

        if (!Decimal().IsMatch(plain))
        {
            return null;
        }

        if (plain.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                && integer is >= -MaxSafeInteger and <= MaxSafeInteger ? integer : null;
        }

        var number = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            return null;
        }

        var isInteger = number == Math.Truncate(number) && Math.Abs(number) <= MaxSafeInteger;
        return isInteger ? (object)(long)number : number;
    }

    /// <summary>Whether the scalar is written as a number, also as one that cannot be held.</summary>
    public static bool LooksLikeNumber(string plain) => Decimal().IsMatch(plain) || Radix().IsMatch(plain) || NotFinite().IsMatch(plain);

    private static long? ToInteger(ReadOnlySpan<char> digits, int radix)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
            if (value > MaxSafeInteger)
            {
                return null;
            }
        }

        return value;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(0o|0x)((?<=0o)[0-7]+|(?<=0x)[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Radix();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
