using System.Globalization;

namespace KernelGuard.Cel.Library;

/// <summary>Conversions to numbers and booleans. Nothing is rounded into range: what does not fit is an error.</summary>
internal static class NumberConversions
{
    private const double Int64Bound = 9223372036854775808.0;
    private const double UInt64Bound = 18446744073709551616.0;
    private static readonly CelError _range = new(CelErrorCodes.Overflow, "the number is out of range");

    public static CelValue ToInt(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Int:
                return value;
            case CelKind.UInt:
                return value.RawBits < 0 ? CelValue.Error(_range) : CelValue.FromInt(value.RawBits);
            case CelKind.Double:
                // Both bounds are excluded, so that the result does not depend on how the bounds are rounded.
                return value.RawDouble is > -Int64Bound and < Int64Bound ? CelValue.FromInt((long)value.RawDouble) : CelValue.Error(_range);
            case CelKind.Timestamp:
                return CelValue.FromInt(value.RawSeconds);
            default:
                return IsUntrusted(value, out var error) ? error
                    : long.TryParse(value.RawString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? CelValue.FromInt(number)
                        : NotA("an integer");
        }
    }

    public static CelValue ToUInt(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.UInt:
                return value;
            case CelKind.Int:
                return value.RawBits < 0 ? CelValue.Error(_range) : CelValue.FromUInt((ulong)value.RawBits);
            case CelKind.Double:
                return value.RawDouble is >= 0 and < UInt64Bound ? CelValue.FromUInt((ulong)value.RawDouble) : CelValue.Error(_range);
            default:
                return IsUntrusted(value, out var error) ? error
                    : ulong.TryParse(value.RawString, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        ? CelValue.FromUInt(number)
                        : NotA("an unsigned integer");
        }
    }

    public static CelValue ToDouble(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Double:
                return value;
            case CelKind.Int:
                return CelValue.FromDouble(value.RawBits);
            case CelKind.UInt:
                return CelValue.FromDouble((ulong)value.RawBits);
            default:
                return IsUntrusted(value, out var error) ? error
                    : NumberText.TryParseDouble(value.RawString, out var number) ? CelValue.FromDouble(number) : NotA("a number");
        }
    }

    public static CelValue ToBool(CelValue value)
    {
        if (value.Kind == CelKind.Bool)
        {
            return value;
        }

        return IsUntrusted(value, out var error) ? error
            : NumberText.TryParseBool(value.RawString, out var flag) ? CelValue.FromBool(flag) : NotA("a boolean");
    }

    private static bool IsUntrusted(in CelValue text, out CelValue error)
    {
        error = text.IsUnconvertible
            ? CelValue.Error(CelErrorCodes.InvalidArgument, "text from an undeclared field is not converted: declare its type")
            : default;
        return text.IsUnconvertible;
    }

    private static CelValue NotA(string what) => CelValue.Error(CelErrorCodes.InvalidArgument, $"the text is not {what}");
}
