using KernelGuard.Tools;

namespace KernelGuard.Tests.Scenarios;

/// <summary>The policies under samples/policies.</summary>
internal static class ShippedPolicies
{
    public static IEnumerable<string> Names => Directory.GetDirectories(Repository.FullPath("samples/policies")).Select(f => Path.GetFileName(f)!);

    public static string PathOf(string name) => Repository.FullPath($"samples/policies/{name}");

    public static ToolCallGuard CreateGuard(string name, bool toolsAreKnown = false) => ToolCallGuard.Create(PathOf(name), options =>
        options.Tools = toolsAreKnown ? ToolFileReader.Read(File.ReadAllBytes(Repository.FullPath("samples/data/tools.json"))).Tools : null);
}
