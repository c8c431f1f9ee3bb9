using System.Globalization;

namespace KernelGuard.Policies.Reading;

/// <summary>Dates as policies write them: <c>2026-11-20</c>, which is midnight in UTC, or <c>2026-11-20T10:00:00Z</c>, also with another offset.</summary>
internal static class DateText
{
    /// <summary>The moment in UTC, or null where the text is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"];
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
    }
}
