using System.Globalization;
using System.Text;

namespace KernelGuard.Rules.Addresses;

/// <summary>Finds text such as <c>prоd</c> with a Cyrillic letter among Latin ones.</summary>
/// <remarks>Letters of East Asia stand beside Latin ones in ordinary names, and none of them looks like one.</remarks>
internal static class MixedScripts
{
    /// <summary>What is wrong with the text; null if nothing is.</summary>
    public static string? ProblemOf(string text) =>
        IsMixed(text, acrossWords: false) ? "a word mixes letters of Latin and another script" : null;

    /// <summary>Whether letters of Latin and another script stand in one word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="acrossWords">Whether it is enough that they stand in one text.</param>
    public static bool IsMixed(string text, bool acrossWords)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        var (hasLatin, hasOther) = (false, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                hasLatin |= IsLatin(rune.Value);
                hasOther |= !IsLatin(rune.Value) && !IsEastAsian(rune.Value);
            }
            else if (!acrossWords && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            {
                (hasLatin, hasOther) = (false, false);
            }

            if (hasLatin && hasOther)
            {
                return true;
            }
        }

        return false;
    }

    // Without the letters of phonetic alphabets, many of which look like the usual ones.
    private static bool IsLatin(int value) => value is <= 0x024F or (>= 0x1E00 and <= 0x1EFF);

    private static bool IsEastAsian(int value) =>
        value is (>= 0x1100 and <= 0x11FF) or (>= 0x3005 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7FF) or (>= 0x20000 and <= 0x3FFFF);
}
