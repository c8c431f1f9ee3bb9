using System.Text.Json;

namespace KernelGuard.Cel.Tests.Conformance;

/// <summary>Finds the conformance vectors, which lie beside the repository where they are at hand.</summary>
internal static class ConformanceData
{
    public static string? Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KernelGuard.sln")))
            {
                folder = folder.Parent;
            }

            var vectors = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "cel") : null;
            return Directory.Exists(vectors) ? vectors : null;
        }
    }

    public static IReadOnlyList<JsonElement> Read(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
