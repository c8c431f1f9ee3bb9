using System.Globalization;

namespace KernelGuard.Tests.Calls;

/// <summary>Runs code under cultures whose letters, digits, separators and calendars differ from the invariant ones.</summary>
internal static class Cultures
{
    public static IReadOnlyList<string> All { get; } = ["", "tr-TR", "de-DE", "ar-SA"];

    public static T Run<T>(string culture, Func<T> code)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            return code();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
