using System.Text;
using KernelGuard.Cel.RegularExpressions;

namespace KernelGuard.Cel.Library;

/// <summary>
/// <c>matches</c> and the library <c>regex</c>. Patterns have the syntax and the meaning of RE2 and must be literals, so that they are
/// compiled and judged when the expression is.
/// </summary>
internal static class PatternFunctions
{
    public const string Matches = "matches";
    public const string LiteralRequired = "the pattern of a regular expression must be a string literal";
    private const string ReplaceName = "regex.replace";

    public static IEnumerable<CelFunction> Standard =>
    [
        new(Matches, Signature(true, CelType.Bool), Signature(false, CelType.Bool)),
    ];

    public static IEnumerable<CelFunction> Extended =>
    [
        new(ReplaceName, Signature(false, CelType.String, CelType.String), Signature(false, CelType.String, CelType.String, CelType.Int)),
        new("regex.extract", Signature(false, CelType.Optional(CelType.String))),
        new("regex.extractAll", Signature(false, CelType.List(CelType.String))),
    ];

    public static PatternFunctionBody? Find(string function) => function switch
    {
        Matches => static (pattern, arguments, _) => CelValue.FromBool(pattern.IsMatch(arguments[0].RawString)),
        ReplaceName => Replace,
        "regex.extract" => Extract,
        "regex.extractAll" => ExtractAll,
        _ => null,
    };

    /// <summary>Tells whether a function takes a pattern: what is extracted must be one thing.</summary>
    public static bool Allows(string function, Pattern pattern, out string problem)
    {
        problem = function is "extract" or "extractAll" && pattern.CaptureCount > 1 ? "the pattern has more than one group to extract" : "";
        return problem.Length == 0;
    }

    // The planner gives calls a node of their own; this overload only declares the types.
    private static CelOverload Signature(bool isMember, CelType result, params CelType[] more) => CelOverload.Engine(
        isMember,
        result,
        static (_, _) => CelValue.Error(CelErrorCodes.NoSuchOverload, LiteralRequired),
        [CelType.String, CelType.String, .. more]);

    private static CelValue Extract(Pattern pattern, ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        var search = pattern.Search(text, () => activation.Charge(pattern.PlaceCost));
        var places = search.Find(0);
        if (search.IsExhausted)
        {
            return activation.AbortValue;
        }

        var extracted = places is null ? "" : Extracted(pattern, text, places);
        return places is null || (pattern.CaptureCount == 1 && extracted.Length == 0)
            ? CelValue.FromOpaque(CelOptional.None)
            : CelValue.FromOpaque(CelOptional.Of(CelValue.FromString(extracted)));
    }

    private static CelValue ExtractAll(Pattern pattern, ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var found = new List<CelValue>();
        var text = arguments[0].RawString;
        foreach (var places in new PatternMatches(pattern, text, activation))
        {
            if (places is null)
            {
                return activation.AbortValue;
            }

            var extracted = Extracted(pattern, text, places);
            if (pattern.CaptureCount == 0 || extracted.Length > 0)
            {
                found.Add(CelValue.FromString(extracted));
            }

            if (found.Count > activation.Limits.MaxListElements)
            {
                return CelValue.Error(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
            }
        }

        return CelValue.FromList([.. found]);
    }

    private static string Extracted(Pattern pattern, string text, int[] places)
    {
        var index = pattern.CaptureCount == 1 ? 2 : 0;
        return places[index] < 0 ? "" : text[places[index]..places[index + 1]];
    }

    private static CelValue Replace(Pattern pattern, ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var text = arguments[0].RawString;
        var remaining = arguments.Length == 3 && arguments[2].RawBits >= 0 ? arguments[2].RawBits : long.MaxValue;
        var result = new StringBuilder();
        var copied = 0;
        foreach (var places in new PatternMatches(pattern, text, remaining == 0 ? null : activation))
        {
            if (places is null)
            {
                return activation.AbortValue;
            }

            result.Append(text, copied, places[0] - copied);
            copied = places[1];
            if (!TryAppend(result, arguments[1].RawString, text, places))
            {
                return CelValue.Error(
                    CelErrorCodes.InvalidArgument, "in a replacement, after `\\` comes the number of a group of the pattern, or another `\\`");
            }

            if (--remaining <= 0 || result.Length > activation.Limits.MaxStringChars)
            {
                break;
            }
        }

        result.Append(text, copied, text.Length - copied);
        return result.Length > activation.Limits.MaxStringChars
            ? CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit")
            : activation.ChargeText(result.Length) ? CelValue.FromString(result.ToString()) : activation.AbortValue;
    }

    private static bool TryAppend(StringBuilder result, string replacement, string text, int[] places)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\')
            {
                result.Append(replacement[i]);
                continue;
            }

            var next = ++i < replacement.Length ? replacement[i] : ' ';
            if (next == '\\')
            {
                result.Append('\\');
                continue;
            }

            var index = 2 * (next - '0');
            if (!char.IsAsciiDigit(next) || index >= places.Length)
            {
                return false;
            }

            result.Append(text, Math.Max(0, places[index]), places[index] < 0 ? 0 : places[index + 1] - places[index]);
        }

        return true;
    }
}
