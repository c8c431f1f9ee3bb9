using System.Globalization;

namespace KernelGuard.Tests;

/// <summary>Runs code under cultures whose letters, digits, separators and calendars differ from the invariant ones.</summary>
internal static class Cultures
{
    public static IReadOnlyList<string> All { get; } = ["", "tr-TR", "de-DE", "ar-SA"];

    public static void Run(string culture, Action code)
    {
        using var _ = Use(culture);
        code();
    }

    public static T Run<T>(string culture, Func<T> code)
    {
        using var _ = Use(culture);
        return code();
    }

    /// <summary>Changes the culture until what is returned is disposed, and in the code that is awaited until then.</summary>
    public static IDisposable Use(string culture)
    {
        var before = new Before(CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        return before;
    }

    private sealed record Before(CultureInfo Culture, CultureInfo UICulture) : IDisposable
    {
        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Culture, UICulture);
    }
}
