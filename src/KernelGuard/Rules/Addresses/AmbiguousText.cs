using System.Buffers;
using System.Globalization;
using System.Text;

namespace KernelGuard.Rules.Addresses;

/// <summary>Finds text that two programs can take for different things, or two texts for the same.</summary>
internal static class AmbiguousText
{
    public const int MaxChars = 8_192;

    // As in the stream-safe text of Unicode; sorting longer runs takes time in proportion to their square.
    private const int MaxMarksInARow = 30;

    // Some character sets have these in the place of `\` and `/`, and conversions to others put those and `:` in their place.
    private static readonly SearchValues<char> _lookalikes = SearchValues.Create("¥₩⁄∕∖⧵⧸⧹∶꞉");

    // Without the tables of Unicode the platform calls every text normal.
    private static readonly bool _knowsNormalForms = !"\uFF0F".IsNormalized(NormalizationForm.FormKC);

    /// <summary>What is wrong with the text; null if nothing is.</summary>
    public static string? ProblemOf(string text)
    {
        if (text.Length > MaxChars)
        {
            return "the text is longer than 8,192 characters";
        }

        if (Ascii.IsValid(text))
        {
            return text.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0 || text.Contains('\u007F') ? "the text has a control character" : null;
        }

        if (HasHiddenCharacter(text))
        {
            return "the text has a character that is not visible or has no meaning, or too many marks on one";
        }

        return !_knowsNormalForms ? "the text has characters outside of ASCII, and the runtime runs without the tables of Unicode"
            : text.AsSpan().ContainsAny(_lookalikes) || !text.IsNormalized(NormalizationForm.FormKC) ? "the text has a character that looks like another"
            : null;
    }

    private static bool HasHiddenCharacter(ReadOnlySpan<char> text)
    {
        var marks = 0;
        while (text.Length > 0)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done || IsHidden(rune))
            {
                return true;
            }

            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks > MaxMarksInARow)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => IsIgnorable(rune.Value),
    };

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // The letters and marks that Unicode lets programs leave out (Default_Ignorable_Code_Point), and the blank of Braille.
    private static bool IsIgnorable(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
        or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);
}
