using System.Globalization;

namespace KernelGuard.Cel.Library;

/// <summary>Numbers and booleans as text.</summary>
internal static class NumberText
{
    /// <summary>
    /// Writes the shortest text that reads back as the same number, with an exponent such as <c>1e+21</c> from 1e17 on and below 1e-4.
    /// </summary>
    public static string Format(double number) => number switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ when double.IsNaN(number) => "NaN",
        _ => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
    };

    public static bool TryParseDouble(string text, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        switch (text)
        {
            case "NaN":
                number = double.NaN;
                return true;
            case "Infinity" or "+Infinity":
                number = double.PositiveInfinity;
                return true;
            case "-Infinity":
                number = double.NegativeInfinity;
                return true;
            default:
                // The platform reads names such as `∞` and `nan` too; only digits are numbers here.
                number = 0;
                return text.AsSpan().ContainsAnyInRange('0', '9') && double.TryParse(text, Style, CultureInfo.InvariantCulture, out number)
                    && double.IsFinite(number);
        }
    }

    public static bool TryParseBool(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }
}
