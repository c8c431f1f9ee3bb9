using System.Text.Json;

namespace KernelGuard.Cel.Tests.Conformance;

/// <summary>Finds the conformance vectors, which lie beside the repository where they are at hand.</summary>
internal static class ConformanceData
{
    public static string? Folder { get; } = Repository.FindSharedData("cel");

    public static IReadOnlyList<JsonElement> Read(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
