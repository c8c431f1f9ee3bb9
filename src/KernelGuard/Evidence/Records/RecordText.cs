using System.Text;

namespace KernelGuard.Evidence.Records;

/// <summary>Text as records can hold it.</summary>
internal static class RecordText
{
    /// <summary>The text, with U+FFFD in place of half surrogate pairs, which have no UTF-8 form.</summary>
    internal static string WellFormed(string text)
    {
        foreach (var character in text)
        {
            if (char.IsSurrogate(character))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}
