using System.Text;

namespace KernelGuard.Cel.Library;

/// <summary><c>replace</c> and <c>split</c>. An empty separator stands between all code points, as in Go.</summary>
internal static class TextReplacement
{
    public static CelValue Replace(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var (text, old, replacement) = (arguments[0].RawString, arguments[1].RawString, arguments[2].RawString);
        var remaining = arguments.Length == 4 && arguments[3].RawBits >= 0 ? arguments[3].RawBits : long.MaxValue;
        if (!TextSearchFunctions.ChargeSearch(arguments, activation))
        {
            return activation.AbortValue;
        }

        var result = new StringBuilder(text.Length);
        var position = 0;
        for (var first = true; remaining > 0; remaining--, first = false)
        {
            var next = old.Length == 0 ? NextBoundary(text, position, first) : text.IndexOf(old, position, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            result.Append(text, position, next - position).Append(replacement);
            position = next + old.Length;
            if (result.Length > activation.Limits.MaxStringChars)
            {
                break;
            }
        }

        result.Append(text, position, text.Length - position);
        return result.Length > activation.Limits.MaxStringChars
            ? CelValue.Error(CelErrorCodes.LimitExceeded, "the text is longer than its limit")
            : activation.ChargeText(result.Length) ? CelValue.FromString(result.ToString()) : activation.AbortValue;
    }

    public static CelValue Split(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var (text, separator) = (arguments[0].RawString, arguments[1].RawString);
        var limit = arguments.Length == 3 ? arguments[2].RawBits : -1;
        if (limit == 0 || !TextSearchFunctions.ChargeSearch(arguments, activation))
        {
            return limit == 0 ? CelValue.FromList() : activation.AbortValue;
        }

        var parts = new List<CelValue>();
        var position = 0;
        while ((limit < 0 || parts.Count < limit - 1) && NextSeparator(text, separator, position) is var next and >= 0)
        {
            parts.Add(CelValue.FromString(text[position..next]));
            position = next + separator.Length;
            if (parts.Count >= activation.Limits.MaxListElements)
            {
                return CelValue.Error(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
            }
        }

        if (separator.Length > 0 || position < text.Length)
        {
            parts.Add(CelValue.FromString(text[position..]));
        }

        return activation.Charge(parts.Count) ? CelValue.FromList([.. parts]) : activation.AbortValue;
    }

    private static int NextSeparator(string text, string separator, int position)
    {
        if (separator.Length > 0)
        {
            return text.IndexOf(separator, position, StringComparison.Ordinal);
        }

        var next = NextBoundary(text, position, first: false);
        return next == text.Length ? -1 : next;
    }

    private static int NextBoundary(string text, int position, bool first)
    {
        if (first || position >= text.Length)
        {
            return first ? position : -1;
        }

        return position + (char.IsHighSurrogate(text[position]) ? 2 : 1);
    }
}
