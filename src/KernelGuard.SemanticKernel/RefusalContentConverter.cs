using System.Text.Json;
using System.Text.Json.Serialization;

namespace KernelGuard.SemanticKernel;

/// <summary>Writes a refusal as the JSON object it is, where a connector or a history is serialised. It is never read back.</summary>
internal sealed class RefusalContentConverter : JsonConverter<RefusalContent>
{
    public override RefusalContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("a refusal is not read from JSON");

    public override void Write(Utf8JsonWriter writer, RefusalContent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.ToString());
    }
}
