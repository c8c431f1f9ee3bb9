using KernelGuard.Calls;

namespace KernelGuard.Policies.Reading;

/// <summary>Finds characters that a reader of a policy would not see, or would see elsewhere than they are.</summary>
internal static class TextCheck
{
    /// <summary>Reports the first such character; others would say the same.</summary>
    public static bool IsClean(PolicySource source, DiagnosticBag bag)
    {
        var text = source.Text;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!IsAllowed(text[i]))
            {
                bag.Error(
                    DiagnosticCodes.InvalidCharacter,
                    source.Span(i, 1),
                    $"invisible or misleading character {QuotedText.Quote(text[i].ToString())}",
                    "write it as an escape in double quotes, if it is meant");
                return false;
            }
        }

        return true;
    }

    // No-break spaces and letters of every script are fine; what hides (zero width), breaks lines or reorders text (bidi controls) is not.
    private static bool IsAllowed(char c) => c switch
    {
        '\t' or '\n' => true,
        < ' ' or (>= '\u007F' and <= '\u009F') => false,
        '\u00AD' or '\u061C' or '\u180E' or '\uFEFF' or '\uFFFE' or '\uFFFF' => false,
        (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') => false,
        _ => !char.IsSurrogate(c),
    };
}
