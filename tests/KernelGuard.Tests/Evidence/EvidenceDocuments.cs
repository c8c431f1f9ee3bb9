using System.Text.Json;

namespace KernelGuard.Tests.Evidence;

/// <summary>The documents about the evidence.</summary>
internal static class EvidenceDocuments
{
    public static SchemaValidator Schema()
    {
        using var document = JsonDocument.Parse(Repository.Read("docs/schemas/evidence.schema.json"));
        return new SchemaValidator(document.RootElement.Clone());
    }
}
