using System.Globalization;
using System.Text;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>Conversions, each under the name of the type that it makes.</summary>
internal static class ConversionFunctions
{
    private static readonly CelType _any = CelType.Parameter("A");

    public static IEnumerable<CelFunction> Functions =>
    [
        new("dyn", CelOverload.Engine(false, CelType.Dyn, static (arguments, _) => arguments[0], _any).InConstantTime()),
        new("type", CelOverload.Engine(false, CelType.TypeOf(_any), TypeOf, _any).InConstantTime()),
        Conversion(
            "int", CelType.Int, NumberConversions.ToInt, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Timestamp),
        Conversion("uint", CelType.UInt, NumberConversions.ToUInt, CelType.UInt, CelType.Int, CelType.Double, CelType.String),
        Conversion("double", CelType.Double, NumberConversions.ToDouble, CelType.Double, CelType.Int, CelType.UInt, CelType.String),
        Conversion("bool", CelType.Bool, NumberConversions.ToBool, CelType.Bool, CelType.String),
        Conversion("bytes", CelType.Bytes, ToBytes, CelType.Bytes, CelType.String),
        Conversion(
            "string",
            CelType.String,
            ToText,
            CelType.String, CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.Bytes, CelType.Timestamp, CelType.Duration),
        Conversion("timestamp", CelType.Timestamp, ToTimestamp, CelType.Timestamp, CelType.Int, CelType.String),
        Conversion("duration", CelType.Duration, ToDuration, CelType.Duration, CelType.String),
    ];

    private static CelValue TypeOf(ReadOnlySpan<CelValue> arguments, CelActivation activation) =>
        CelValue.FromType(KindNames.Of(arguments[0]));

    private static CelFunction Conversion(string name, CelType result, Func<CelValue, CelValue> convert, params CelType[] sources) =>
        new(name, [.. sources.Select(source => CelOverload.Engine(false, result, (arguments, _) => convert(arguments[0]), source))]);

    private static CelValue ToBytes(CelValue value) =>
        value.Kind == CelKind.Bytes ? value : CelValue.FromBytes(Encoding.UTF8.GetBytes(value.RawString));

    private static CelValue ToText(CelValue value) => value.Kind switch
    {
        CelKind.String => value,
        CelKind.Bool => CelValue.FromString(value.IsTrue ? "true" : "false"),
        CelKind.Int => CelValue.FromString(value.RawBits.ToString(CultureInfo.InvariantCulture)),
        CelKind.UInt => CelValue.FromString(((ulong)value.RawBits).ToString(CultureInfo.InvariantCulture)),
        CelKind.Double => CelValue.FromString(NumberText.Format(value.RawDouble)),
        CelKind.Timestamp => CelValue.FromString(TimestampText.Format(value)),
        CelKind.Duration => CelValue.FromString(DurationText.Format(value.RawBits)),
        _ => Decode(value.RawBytes),
    };

    private static CelValue Decode(byte[] octets)
    {
        if (!System.Text.Unicode.Utf8.IsValid(octets))
        {
            return CelValue.Error(CelErrorCodes.InvalidArgument, "the bytes are not UTF-8");
        }

        return CelValue.FromString(Encoding.UTF8.GetString(octets));
    }

    private static CelValue ToTimestamp(CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Timestamp:
                return value;
            case CelKind.Int:
                return CelValue.FromTimestamp(value.RawBits, 0);
            default:
                return TimestampText.TryParse(value.RawString, out var timestamp)
                    ? timestamp
                    : CelValue.Error(CelErrorCodes.InvalidArgument, "the text is no point in time such as `2009-02-13T23:31:30Z`");
        }
    }

    private static CelValue ToDuration(CelValue value)
    {
        if (value.Kind == CelKind.Duration)
        {
            return value;
        }

        return DurationText.TryParse(value.RawString, out var nanoseconds)
            ? CelValue.FromDuration(nanoseconds)
            : CelValue.Error(CelErrorCodes.InvalidArgument, "the text is no length of time such as `1h30m`, or it is out of range");
    }
}
