using System.Text;

namespace KernelGuard.Cel.Library;

/// <summary><c>format</c> and <c>strings.quote</c>.</summary>
internal static class TextFormat
{
    private const int DefaultPrecision = 6;
    private const int MaxPrecision = 100;

    public static IEnumerable<CelFunction> Functions =>
    [
        new("format", CelOverload.Engine(true, CelType.String, Format, CelType.String, CelType.List(CelType.Dyn))),
        new("strings.quote", CelOverload.Engine(false, CelType.String, Quote, CelType.String)),
    ];

    private static CelValue Format(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var (format, list) = (arguments[0].RawString, arguments[1].RawList);
        var writer = new FormatWriter(activation);
        var used = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                writer.Text.Append(format[i]);
                continue;
            }

            if (++i < format.Length && format[i] == '%')
            {
                writer.Text.Append('%');
                continue;
            }

            if (!TryReadClause(format, ref i, out var letter, out var precision))
            {
                return CelValue.Error(CelErrorCodes.InvalidArgument, "after `%` comes one of `s`, `d`, `f`, `e`, `b`, `o`, `x`, `X` or `%`");
            }

            if (used == list.Count)
            {
                return CelValue.Error(CelErrorCodes.InvalidArgument, "the format asks for more values than there are");
            }

            var failure = writer.Write(Evaluation.HostCall.Element(list, used++), letter, precision);
            if (failure.IsError)
            {
                return failure;
            }
        }

        return writer.Finish();
    }

    private static bool TryReadClause(string format, ref int position, out char letter, out int precision)
    {
        precision = DefaultPrecision;
        letter = '\0';
        if (position < format.Length && format[position] == '.')
        {
            var start = ++position;
            for (precision = 0; position < format.Length && char.IsAsciiDigit(format[position]); position++)
            {
                precision = Math.Min(MaxPrecision + 1, (precision * 10) + format[position] - '0');
            }

            if (position == start)
            {
                return false;
            }
        }

        letter = position < format.Length ? format[position] : '\0';
        return precision <= MaxPrecision && letter is 's' or 'd' or 'f' or 'e' or 'b' or 'o' or 'x' or 'X';
    }

    private static CelValue Quote(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        if (text.Length * 2L > activation.Limits.MaxStringChars)
        {
            return CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit");
        }

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '\a' => quoted.Append("\\a"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\v' => quoted.Append("\\v"),
                '\\' => quoted.Append("\\\\"),
                '"' => quoted.Append("\\\""),
                _ => quoted.Append(unit),
            };
        }

        return CelValue.FromString(quoted.Append('"').ToString());
    }
}
