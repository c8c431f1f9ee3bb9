using System.Text.Json;

namespace KernelGuard.Tests.Evidence;

/// <summary>Finds the documents of the repository that the tests are built in.</summary>
internal static class EvidenceDocuments
{
    public static string Read(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KernelGuard.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no KernelGuard.sln above the tests");
        }

        return File.ReadAllText(Path.Combine([folder.FullName, .. path]));
    }

    public static SchemaValidator Schema()
    {
        using var document = JsonDocument.Parse(Read("docs", "schemas", "evidence.schema.json"));
        return new SchemaValidator(document.RootElement.Clone());
    }
}
