using System.Globalization;

namespace KernelGuard.Tests.Policies;

/// <summary>Runs a test under another culture.</summary>
internal static class Cultures
{
    public static void Run(string name, Action test)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
