using System.Reflection;

namespace KernelGuard.Tests.House;

/// <summary>The libraries whose public surface is promised.</summary>
internal static class Product
{
    public static IReadOnlyList<string> Libraries { get; } = ["KernelGuard", "KernelGuard.Cel"];

    public static IEnumerable<Type> PublicTypes => Libraries.SelectMany(name => Assembly.Load(name).GetExportedTypes());
}
