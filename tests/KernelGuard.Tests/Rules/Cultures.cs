using System.Globalization;

namespace KernelGuard.Tests.Rules;

/// <summary>Runs a test as on a machine of another country.</summary>
internal static class Cultures
{
    public static void Run(string name, Action test)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
