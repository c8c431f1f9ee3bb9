using System.Text.Json;

namespace KernelGuard.Calls;

/// <summary>The JSON Schema of a tool's arguments as the place that makes calls knows it. Make one per tool and keep it: it is compiled once.</summary>
public sealed class ArgumentSchema
{
    /// <summary>Creates a schema.</summary>
    /// <param name="schema">The JSON Schema; copied.</param>
    public ArgumentSchema(JsonElement schema) => Schema = schema.Clone();

    /// <summary>The JSON Schema.</summary>
    public JsonElement Schema { get; }
}
