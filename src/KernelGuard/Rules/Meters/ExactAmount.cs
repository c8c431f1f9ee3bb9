using System.Globalization;
using KernelGuard.Cel;

namespace KernelGuard.Rules.Meters;

/// <summary>Numbers of conditions as decimals, so that sums are exact: 0.1 ten times is 1. A number that no decimal holds is none, so that no amount counts as nothing.</summary>
internal static class ExactAmount
{
    // Far from where decimals begin to round.
    private const decimal Max = 1_000_000_000_000_000m;

    /// <summary>Reads a number that is not negative.</summary>
    public static bool TryRead(in CelValue value, out decimal amount)
    {
        switch (value.Kind)
        {
            case CelKind.Int:
                amount = value.AsInt;
                break;
            case CelKind.UInt:
                amount = value.AsUInt;
                break;
            case CelKind.Double:
                // The shortest text that reads back as the same double: 0.1 becomes 0.1.
                var text = value.AsDouble.ToString("R", CultureInfo.InvariantCulture);
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out amount) || !IsExact(amount, value.AsDouble))
                {
                    return false;
                }

                break;
            default:
                amount = 0;
                return false;
        }

        return amount is >= 0 and <= Max;
    }

    // Decimals end at 28 places. Read back from text: their own conversion to a double may round twice.
    private static bool IsExact(decimal amount, double number) =>
        double.Parse(amount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == number;
}
