using System.Buffers;
using System.Text;

namespace KernelGuard.Cel.Values;

/// <summary>Text seen as code points. Strings without surrogates take the short way, where both ways of counting agree.</summary>
internal static class CodePoints
{
    private static readonly SearchValues<char> _surrogates =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit)]);

    public static bool HasSurrogates(string text) => text.AsSpan().ContainsAny(_surrogates);

    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }

    public static int Count(in CelValue text) => text.HasSurrogates ? Count(text.RawString) : text.RawString.Length;

    /// <summary>Counts the code points of well-formed text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>
    /// Finds the UTF-16 index of the code point with an index, or -1 if the text is shorter; the index after the last one is valid.
    /// </summary>
    public static int ToUtf16Index(in CelValue text, long index)
    {
        var units = text.RawString;
        if (index < 0 || index > units.Length)
        {
            return -1;
        }

        if (!text.HasSurrogates)
        {
            return (int)index;
        }

        var position = 0;
        for (; index > 0 && position < units.Length; index--)
        {
            position += char.IsHighSurrogate(units[position]) ? 2 : 1;
        }

        return index == 0 ? position : -1;
    }

    /// <summary>Orders by code point, which is not the order of UTF-16 units above U+D7FF.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return FixUp(left[common]).CompareTo(FixUp(right[common]));
    }

    // Moves surrogates above all other units, so that units compare as the code points that they belong to.
    private static int FixUp(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
