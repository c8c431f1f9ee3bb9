using System.Globalization;
using System.Text;

namespace KernelGuard.Calls;

/// <summary>Text that a model or another stranger wrote, made safe to show in a message: bounded, on one line, nothing invisible, no way out of its quotes.</summary>
internal static class QuotedText
{
    /// <summary>How many characters the escaped text may have; the rest is replaced by an ellipsis.</summary>
    public const int MaxChars = 64;

    /// <summary>The text in backticks, escaped and bounded.</summary>
    public static string Quote(string text) => $"`{Escape(text)}`";

    /// <summary>The text escaped and bounded, without quotes around it.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MaxChars && text.All(IsHarmlessAscii))
        {
            return text;
        }

        var escaped = new StringBuilder(MaxChars);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf16(rest, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            var piece = valid ? EscapeRune(rune) : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:X4}");
            rest = rest[consumed..];
            if (escaped.Length + piece.Length > (rest.IsEmpty ? MaxChars : MaxChars - 1))
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(piece);
        }

        return escaped.ToString();
    }

    private static string EscapeRune(Rune rune)
    {
        if (rune.IsAscii ? IsHarmlessAscii((char)rune.Value) : IsVisible(rune))
        {
            return rune.ToString();
        }

        return rune.Value <= 0xFFFF
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")
            : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
    }

    private static bool IsHarmlessAscii(char c) => c is >= ' ' and <= '~' and not ('`' or '\\' or '"');

    private static bool IsVisible(Rune rune) =>
        !IsBlankLetter(rune.Value) && Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            UnicodeCategory.OtherNotAssigned => false,
            _ => true,
        };

    // Letters, marks and symbols by category that nevertheless show nothing: joiner, Hangul and Khmer fillers, selectors, blank Braille.
    private static bool IsBlankLetter(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
