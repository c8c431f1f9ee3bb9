using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using KernelGuard.Tools.Results;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools;

/// <summary>Compiles the schemas that come with calls, each once. Thread-safe.</summary>
internal static class SeamSchemas
{
    private static readonly ConditionalWeakTable<ArgumentSchema, ToolEntry> Compiled = [];
    private static readonly ConditionalWeakTable<ResultSchema, StrongBox<ResultShape?>> Shapes = [];

    /// <summary>The entry with the schema of the call, where neither the host's list nor a document gave it one.</summary>
    /// <param name="entry">What is known of the tool, or null.</param>
    /// <param name="schema">The schema that came with the call, or null.</param>
    public static ToolEntry? Complete(ToolEntry? entry, ArgumentSchema? schema)
    {
        if (schema is null || entry is { Schema: not null } or { HasBrokenSchema: true })
        {
            return entry;
        }

        var compiled = Compiled.GetValue(schema, static s => Compile(s));
        return entry is null ? compiled : entry with { Schema = compiled.Schema, HasBrokenSchema = compiled.HasBrokenSchema };
    }

    /// <summary>The shape of what the tool of a call returns; null where the call brings no schema of it, or one that cannot be used.</summary>
    /// <param name="schema">The schema that came with the call, or null.</param>
    public static ResultShape? ShapeOf(ResultSchema? schema) => schema is null ? null : Shapes.GetValue(schema, static given =>
    {
        ResultShape.Compile(given.Schema, out var shape);
        return new StrongBox<ResultShape?>(shape);
    }).Value;

    private static ToolEntry Compile(ArgumentSchema schema)
    {
        var errors = ToolSchema.Compile(schema.Schema, out var compiled);
        return new ToolEntry(new ToolFacts("call"), IsOffered: true) { Schema = compiled, HasBrokenSchema = errors.Count > 0 };
    }
}
