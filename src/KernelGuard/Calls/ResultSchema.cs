using System.Text.Json;

namespace KernelGuard.Calls;

/// <summary>The JSON Schema of what a tool returns, as the place that makes calls knows it. Make one per tool and keep it: it is compiled once.</summary>
public sealed class ResultSchema
{
    /// <summary>Creates a schema.</summary>
    /// <param name="schema">The JSON Schema; copied.</param>
    public ResultSchema(JsonElement schema) => Schema = schema.Clone();

    /// <summary>The JSON Schema.</summary>
    public JsonElement Schema { get; }
}
