using System.Text.Json;

namespace KernelGuard.Tools;

/// <summary>A tool as the host offers it to a model. Immutable.</summary>
public sealed class ToolDescriptor
{
    /// <summary>Describes a tool.</summary>
    /// <param name="name">The name under which calls reach the tool: <c>Plugin.Function</c> for a Semantic Kernel function, else its name verbatim.</param>
    /// <param name="description">What the model is told of it.</param>
    /// <param name="parameters">
    /// The JSON Schema of its arguments; copied. With one, arguments take its spelling, types and defaults, and what it does not know is refused.
    /// Null, <c>true</c> and <c>{}</c> say nothing: arguments are then judged as they came.
    /// </param>
    /// <param name="returns">The JSON Schema of what it returns, for calls that are simulated; copied. Where a policy document has one, that counts.</param>
    public ToolDescriptor(string name, string? description = null, JsonElement? parameters = null, JsonElement? returns = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Description = description ?? "";
        Parameters = Copy(parameters);
        Returns = Copy(returns);
    }

    /// <summary>The tool's name.</summary>
    public string Name { get; }

    /// <summary>What the model is told of it, or "".</summary>
    public string Description { get; }

    /// <summary>The JSON Schema of its arguments, or null.</summary>
    public JsonElement? Parameters { get; }

    /// <summary>The JSON Schema of what it returns, or null.</summary>
    public JsonElement? Returns { get; }

    private static JsonElement? Copy(JsonElement? schema) => schema is { ValueKind: not JsonValueKind.Undefined } given ? given.Clone() : null;
}
