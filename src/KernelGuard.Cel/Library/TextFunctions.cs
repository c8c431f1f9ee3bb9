using System.Text;
using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>Functions that take strings apart or make new ones. Positions count code points.</summary>
internal static class TextFunctions
{
    private static readonly CelType _text = CelType.String;
    private static readonly CelType _texts = CelType.List(CelType.String);
    private static readonly CelError _range = new(CelErrorCodes.OutOfRange, "the position is outside the string");

    public static IEnumerable<CelFunction> Functions =>
    [
        new("charAt", Method(_text, CharAt, CelType.Int)),
        new("substring", Method(_text, Substring, CelType.Int), Method(_text, Substring, CelType.Int, CelType.Int)),
        new("lowerAscii", Method(_text, (arguments, _) => CelValue.FromString(MapAscii(arguments[0].RawString, char.IsAsciiLetterUpper)))),
        new("upperAscii", Method(_text, (arguments, _) => CelValue.FromString(MapAscii(arguments[0].RawString, char.IsAsciiLetterLower)))),
        new("trim", Method(_text, (arguments, _) => CelValue.FromString(arguments[0].RawString.Trim()))),
        new("reverse", Method(_text, Reverse)),
        new(
            "replace",
            Method(_text, TextReplacement.Replace, _text, _text),
            Method(_text, TextReplacement.Replace, _text, _text, CelType.Int)),
        new("split", Method(_texts, TextReplacement.Split, _text), Method(_texts, TextReplacement.Split, _text, CelType.Int)),
        new("join", CelOverload.Engine(true, _text, Join, _texts), CelOverload.Engine(true, _text, Join, _texts, _text)),
    ];

    private static CelOverload Method(CelType result, EngineFunctionBody body, params CelType[] parameters) =>
        CelOverload.Engine(true, result, body, [_text, .. parameters]);

    private static CelValue CharAt(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        var start = CodePoints.ToUtf16Index(arguments[0], arguments[1].RawBits);
        if (start < 0 || start == text.Length)
        {
            return start < 0 ? CelValue.Error(_range) : CelValue.FromString("");
        }

        return CelValue.FromString(text.Substring(start, char.IsHighSurrogate(text[start]) ? 2 : 1));
    }

    private static CelValue Substring(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        var start = CodePoints.ToUtf16Index(arguments[0], arguments[1].RawBits);
        var end = arguments.Length == 3 ? CodePoints.ToUtf16Index(arguments[0], arguments[2].RawBits) : text.Length;
        return start < 0 || end < start ? CelValue.Error(_range) : CelValue.FromString(text[start..end]);
    }

    private static string MapAscii(string text, Func<char, bool> changes)
    {
        var mapped = text.ToCharArray();
        for (var i = 0; i < mapped.Length; i++)
        {
            // In ASCII the two cases of a letter differ in one bit.
            mapped[i] = changes(mapped[i]) ? (char)(mapped[i] ^ 0x20) : mapped[i];
        }

        return new string(mapped);
    }

    private static CelValue Reverse(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var reversed = arguments[0].RawString.ToCharArray();
        Array.Reverse(reversed);
        for (var i = 0; i + 1 < reversed.Length; i++)
        {
            if (char.IsLowSurrogate(reversed[i]))
            {
                (reversed[i], reversed[i + 1]) = (reversed[i + 1], reversed[i]);
                i++;
            }
        }

        return CelValue.FromString(new string(reversed));
    }

    private static CelValue Join(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var list = arguments[0].RawList;
        var separator = arguments.Length == 2 ? arguments[1].RawString : "";
        var joined = new StringBuilder();
        var count = list.Count;
        for (var i = 0; i < count; i++)
        {
            var element = HostCall.Element(list, i);
            if (element.Kind != CelKind.String)
            {
                return element.IsError
                    ? element
                    : CelValue.Error(CelErrorCodes.NoSuchOverload, $"`join` takes strings, not `{KindNames.Of(element)}`");
            }

            joined.Append(i == 0 ? "" : separator).Append(element.RawString);
            if (joined.Length > activation.Limits.MaxStringChars)
            {
                return CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit");
            }

            if (!activation.Charge(1 + (element.RawString.Length / 10)))
            {
                return activation.AbortValue;
            }
        }

        return CelValue.FromString(joined.ToString());
    }
}
