using System.Globalization;
using System.Text;

namespace KernelGuard.Policies.Reading;

/// <summary>Quotes text of a document in a message: in backticks, on one line, bounded.</summary>
internal static class Quotation
{
    private const int MaxChars = 64;

    public static string Of(string text)
    {
        var quoted = new StringBuilder("`");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxChars)))
        {
            if (IsPrintable(c))
            {
                quoted.Append(c);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
        }

        return quoted.Append(text.Length > MaxChars ? "…`" : "`").ToString();
    }

    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(Of));

    /// <summary>Whether a character takes a place of its own: no control, no formatting, no half of a pair, no blank but the space.</summary>
    public static bool IsPrintable(char c) => c == ' ' || char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned);
}
