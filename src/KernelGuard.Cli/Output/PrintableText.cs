using System.Globalization;
using System.Text;

namespace KernelGuard.Cli.Output;

/// <summary>Makes text from files and models safe to print: what would move the cursor, colour the screen or reorder letters is written as an escape.</summary>
internal static class PrintableText
{
    /// <summary>Text for one line.</summary>
    public static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>Text of several lines.</summary>
    public static string Block(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        if (!text.Any(c => IsUnsafe(c, keepsLines)))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c, keepsLines))
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                printable.Append(c);
            }
        }

        return printable.ToString();
    }

    private static bool IsUnsafe(char c, bool keepsLines) => (c != '\n' || !keepsLines) && char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
