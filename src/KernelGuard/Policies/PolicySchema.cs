namespace KernelGuard.Policies;

/// <summary>The JSON Schema of policy documents, for editors. The loader checks more: expressions, ids across files, codes.</summary>
public static class PolicySchema
{
    private const string ResourceName = "policy.schema.json";

    /// <summary>The schema as JSON text (draft 2020-12).</summary>
    public static string ReadText()
    {
        using var stream = typeof(PolicySchema).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"the assembly lacks the resource `{ResourceName}`");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
