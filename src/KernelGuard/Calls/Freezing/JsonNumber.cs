using System.Globalization;
using System.Text.RegularExpressions;

namespace KernelGuard.Calls.Freezing;

/// <summary>The one form that a number has in frozen values: <c>long</c> where it is an integer within ±(2^53-1), else <c>double</c>.</summary>
/// <remarks>
/// Integers are never rounded: beyond ±(2^53-1) they are refused, and so is every double that large, since none of them has a fraction.
/// Negative zero becomes 0, as in RFC 8785.
/// </remarks>
internal static partial class JsonNumber
{
    /// <summary>The greatest integer that every double-based reader holds exactly.</summary>
    public const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>Converts a double; null where it succeeds, else the kind of problem.</summary>
    public static CallProblemKind? TryConvert(double number, out object? frozen)
    {
        frozen = null;
        if (!double.IsFinite(number))
        {
            return CallProblemKind.InvalidNumber;
        }

        if (Math.Abs(number) > MaxSafeInteger)
        {
            return CallProblemKind.NumberOutOfRange;
        }

        frozen = double.IsInteger(number) ? (object)(long)number : number;
        return null;
    }

    /// <summary>Converts an integer.</summary>
    public static CallProblemKind? TryConvert(Int128 number, out object? frozen)
    {
        var fits = number >= -MaxSafeInteger && number <= MaxSafeInteger;
        frozen = fits ? (object)(long)number : null;
        return fits ? null : CallProblemKind.NumberOutOfRange;
    }

    /// <summary>Converts a decimal; refused where the nearest double has another shortest text, that is from the 16th digit on.</summary>
    public static CallProblemKind? TryConvert(decimal number, out object? frozen)
    {
        frozen = null;
        var nearest = double.Parse(number.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Math.Abs(nearest) > MaxSafeInteger
            || !decimal.TryParse(nearest.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var back)
            || back != number)
        {
            return CallProblemKind.NumberOutOfRange;
        }

        return TryConvert(nearest, out frozen);
    }

    /// <summary>Converts text that is a number by JSON's grammar: no spaces, no plus sign, no separators, no NaN.</summary>
    /// <returns>Null where it succeeds; <see cref="CallProblemKind.InvalidArgument"/> where the text is no such number.</returns>
    public static CallProblemKind? TryConvert(string text, out object? frozen)
    {
        frozen = null;
        if (!Grammar().IsMatch(text))
        {
            return CallProblemKind.InvalidArgument;
        }

        var nearest = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(nearest) ? TryConvert(nearest, out frozen) : CallProblemKind.NumberOutOfRange;
    }

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
