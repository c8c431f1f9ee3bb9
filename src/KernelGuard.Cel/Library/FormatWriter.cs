using System.Globalization;
using System.Text;
using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>Writes the values of one call of <c>format</c>, within the limits of an activation.</summary>
internal sealed class FormatWriter(CelActivation activation)
{
    private static readonly CelError _tooLong = new(CelErrorCodes.LimitExceeded, "the text is longer than its limit");

    public StringBuilder Text { get; } = new();

    public CelValue Finish() => Text.Length > activation.Limits.MaxStringChars
        ? CelValue.Error(_tooLong)
        : activation.ChargeText(Text.Length) ? CelValue.FromString(Text.ToString()) : activation.AbortValue;

    /// <summary>Writes a value as a letter says; gives what went wrong, or null.</summary>
    public CelValue Write(in CelValue value, char letter, int precision)
    {
        if (value.IsError)
        {
            return value;
        }

        if (letter == 's')
        {
            return Write(value, activation.Limits.MaxNesting);
        }

        var text = letter switch
        {
            'd' => Decimal(value),
            'f' => Fixed(value, precision),
            'e' => Scientific(value, precision),
            'b' => value.Kind == CelKind.Bool ? (value.IsTrue ? "1" : "0") : Digits(value, "B"),
            'o' => Octal(value),
            'x' => Hex(value, "x", Convert.ToHexStringLower),
            _ => Hex(value, "X", Convert.ToHexString),
        };
        if (text is null)
        {
            return CelValue.Error(CelErrorCodes.NoSuchOverload, $"`%{letter}` does not take `{KindNames.Of(value)}`");
        }

        Text.Append(text);
        return Text.Length > activation.Limits.MaxStringChars ? CelValue.Error(_tooLong) : CelValue.Null;
    }

    private CelValue Write(in CelValue value, int depth)
    {
        if (value.IsError)
        {
            return value;
        }

        if (depth == 0 || Text.Length > activation.Limits.MaxStringChars)
        {
            return depth == 0 ? CelValue.Error(CelErrorCodes.LimitExceeded, "the data is nested too deeply to be written") : CelValue.Error(_tooLong);
        }

        switch (value.Kind)
        {
            case CelKind.List:
                return WriteList(value.RawList, depth - 1);
            case CelKind.Map:
                return WriteMap(value.RawMap, depth - 1);
            case CelKind.Opaque:
                return CelValue.Error(CelErrorCodes.NoSuchOverload, $"`%s` does not take `{KindNames.Of(value)}`");
            default:
                Text.Append(Scalar(value));
                return activation.Charge(1) && activation.ChargeText(value) ? CelValue.Null : activation.AbortValue;
        }
    }

    private static string Scalar(in CelValue value) => value.Kind switch
    {
        CelKind.Null => "null",
        CelKind.Bool => value.IsTrue ? "true" : "false",
        CelKind.String => value.RawString,
        CelKind.Bytes => Encoding.UTF8.GetString(value.RawBytes),
        CelKind.Timestamp => TimestampText.Format(value),
        CelKind.Duration => DurationText.Format(value.RawBits),
        CelKind.Type => value.AsTypeName,
        _ => Decimal(value) ?? "",
    };

    private CelValue WriteList(ICelList list, int depth)
    {
        Text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Text.Append(i == 0 ? "" : ", ");
            var failure = Write(HostCall.Element(list, i), depth);
            if (failure.IsError)
            {
                return failure;
            }
        }

        Text.Append(']');
        return CelValue.Null;
    }

    // The entries come in the order of their keys as they are written.
    private CelValue WriteMap(ICelMap map, int depth)
    {
        if (!activation.Charge(map.Count))
        {
            return activation.AbortValue;
        }

        Text.Append('{');
        var separator = "";
        var keys = map.Keys.Select(key => (Text: key.Kind == CelKind.Error ? "" : Scalar(key), Key: key));
        foreach (var (text, key) in keys.OrderBy(key => key.Text, StringComparer.Ordinal))
        {
            Text.Append(separator).Append(text).Append(": ");
            separator = ", ";
            HostCall.TryGet(map, key, out var value);
            var failure = Write(value, depth);
            if (failure.IsError)
            {
                return failure;
            }
        }

        Text.Append('}');
        return CelValue.Null;
    }

    private static string? Special(double number) => double.IsFinite(number) ? null : NumberText.Format(number);

    private static string? Decimal(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawBits.ToString(CultureInfo.InvariantCulture),
        CelKind.UInt => ((ulong)value.RawBits).ToString(CultureInfo.InvariantCulture),
        CelKind.Double => Special(value.RawDouble) ?? WithoutExponent(value.RawDouble),
        _ => null,
    };

    // The shortest digits that read back as the same number.
    private static string WithoutExponent(double number)
    {
        var text = number.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 17; precision++)
        {
            var shorter = number.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) == number)
            {
                text = shorter;
                break;
            }
        }

        var exponent = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = text[..text.IndexOf('E', StringComparison.Ordinal)].Count(char.IsAsciiDigit);
        return number.ToString($"F{Math.Max(0, digits - 1 - exponent)}", CultureInfo.InvariantCulture);
    }

    private static string? Fixed(in CelValue value, int precision) => ToDouble(value) is { } number
        ? Special(number) ?? number.ToString($"F{precision}", CultureInfo.InvariantCulture)
        : null;

    // The exponent has two digits at least.
    private static string? Scientific(in CelValue value, int precision)
    {
        if (ToDouble(value) is not { } number)
        {
            return null;
        }

        if (Special(number) is { } special)
        {
            return special;
        }

        var text = number.ToString($"E{precision}", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal) + 1;
        return $"{text[..(exponent - 1)]}e{text[exponent]}{text[(exponent + 1)..].TrimStart('0').PadLeft(2, '0')}";
    }

    private static double? ToDouble(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawBits,
        CelKind.UInt => (ulong)value.RawBits,
        CelKind.Double => value.RawDouble,
        _ => null,
    };

    private static string? Digits(in CelValue value, string format) => value.Kind switch
    {
        CelKind.Int when value.RawBits < 0 => "-" + unchecked((ulong)-value.RawBits).ToString(format, CultureInfo.InvariantCulture),
        CelKind.Int or CelKind.UInt => ((ulong)value.RawBits).ToString(format, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Octal(in CelValue value) => value.Kind switch
    {
        CelKind.Int when value.RawBits < 0 => "-" + Convert.ToString(unchecked(-value.RawBits), 8),
        CelKind.Int or CelKind.UInt => Convert.ToString(value.RawBits, 8),
        _ => null,
    };

    private static string? Hex(in CelValue value, string format, Func<byte[], string> octets) => value.Kind switch
    {
        CelKind.String => octets(Encoding.UTF8.GetBytes(value.RawString)),
        CelKind.Bytes => octets(value.RawBytes),
        _ => Digits(value, format),
    };
}
