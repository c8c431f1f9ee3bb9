using System.Globalization;
using System.Numerics;

namespace KernelGuard.Tools.Schemas;

/// <summary>Divides numbers as they are written in decimal, so that 0.3 is a multiple of 0.1.</summary>
internal static class DecimalMultiple
{
    /// <summary>Whether a number is a whole multiple of another.</summary>
    /// <param name="number">A finite number.</param>
    /// <param name="divisor">A finite number above 0.</param>
    public static bool Is(double number, double divisor)
    {
        if (double.IsInteger(number) && double.IsInteger(divisor))
        {
            return number % divisor == 0;
        }

        var (digits, exponent) = Split(number);
        var (divisorDigits, divisorExponent) = Split(divisor);
        var shift = exponent - divisorExponent;
        return shift >= 0
            ? (digits * BigInteger.Pow(10, shift) % divisorDigits).IsZero
            : (digits % (divisorDigits * BigInteger.Pow(10, -shift))).IsZero;
    }

    // The shortest text that reads back as the number, such as -12.5 or 1E-07.
    private static (BigInteger Digits, int Exponent) Split(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = end < 0 ? text : text[..end];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : digits.Length - point - 1;
        return (BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), exponent);
    }
}
