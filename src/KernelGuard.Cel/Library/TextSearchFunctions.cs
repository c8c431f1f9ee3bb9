using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>Search in strings. Always by code units, never by culture.</summary>
internal static class TextSearchFunctions
{
    private static readonly CelType _text = CelType.String;
    private static readonly CelError _range = new(CelErrorCodes.OutOfRange, "the position is outside the string");

    public static IEnumerable<CelFunction> Functions =>
    [
        new("contains", CelOverload.Engine(true, CelType.Bool, Contains, _text, _text)),
        new("startsWith", AtOneEnd(static (text, other) => text.StartsWith(other, StringComparison.Ordinal))),
        new("endsWith", AtOneEnd(static (text, other) => text.EndsWith(other, StringComparison.Ordinal))),
    ];

    /// <summary>Gets the functions of the extension for strings.</summary>
    public static IEnumerable<CelFunction> Extended =>
    [
        new(
            "indexOf",
            CelOverload.Engine(true, CelType.Int, IndexOf, _text, _text),
            CelOverload.Engine(true, CelType.Int, IndexOf, _text, _text, CelType.Int)),
        new(
            "lastIndexOf",
            CelOverload.Engine(true, CelType.Int, LastIndexOf, _text, _text),
            CelOverload.Engine(true, CelType.Int, LastIndexOf, _text, _text, CelType.Int)),
    ];

    private static CelOverload AtOneEnd(Func<string, string, bool> test) => CelOverload.Engine(
        true,
        CelType.Bool,
        (arguments, activation) => activation.ChargeText(arguments[1])
            ? CelValue.FromBool(test(arguments[0].RawString, arguments[1].RawString))
            : activation.AbortValue,
        _text,
        _text).InConstantTime();

    private static CelValue Contains(ReadOnlySpan<CelValue> arguments, CelActivation activation) => ChargeSearch(arguments, activation)
        ? CelValue.FromBool(arguments[0].RawString.Contains(arguments[1].RawString, StringComparison.Ordinal))
        : activation.AbortValue;

    // A search may look at every pair of positions.
    internal static bool ChargeSearch(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var pairs = (arguments[0].RawString.Length / 10L) * (arguments[1].RawString.Length / 10L);
        return pairs == 0 || activation.Charge((int)Math.Min(pairs, int.MaxValue));
    }

    private static CelValue IndexOf(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        if (!ChargeSearch(arguments, activation))
        {
            return activation.AbortValue;
        }

        var start = arguments.Length == 3 ? CodePoints.ToUtf16Index(arguments[0], arguments[2].RawBits) : 0;
        return start < 0
            ? CelValue.Error(_range)
            : Position(arguments[0], arguments[0].RawString.IndexOf(arguments[1].RawString, start, StringComparison.Ordinal));
    }

    private static CelValue LastIndexOf(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        if (!ChargeSearch(arguments, activation))
        {
            return activation.AbortValue;
        }

        var text = arguments[0].RawString;
        var last = arguments.Length == 3 ? CodePoints.ToUtf16Index(arguments[0], arguments[2].RawBits) : text.Length;
        if (last < 0)
        {
            return CelValue.Error(_range);
        }

        var end = (int)Math.Min((long)last + arguments[1].RawString.Length, text.Length);
        return Position(arguments[0], text.AsSpan(0, end).LastIndexOf(arguments[1].RawString, StringComparison.Ordinal));
    }

    private static CelValue Position(in CelValue text, int index) =>
        CelValue.FromInt(index <= 0 || !text.HasSurrogates ? index : CodePoints.Count(text.RawString.AsSpan(0, index)));
}
