using System.Text.Json;

namespace Microsoft.SemanticKernel;

public sealed class KernelJsonSchema
{
    internal KernelJsonSchema(JsonElement root)
    {
        RootElement = root;
    }

    public JsonElement RootElement { get; }

    public static KernelJsonSchema Parse(string jsonSchema) => new(JsonElement.Parse(jsonSchema));

    public override string ToString() => JsonSerializer.Serialize(RootElement, JsonSerializerOptions.Default);
}
