using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>A compiled JSON Schema of what a tool returns. Immutable and safe to share.</summary>
internal sealed class ResultShape
{
    private readonly SchemaNode _root;
    private readonly Lazy<(bool IsMade, object? Value)> _sample;

    private ResultShape(SchemaNode root)
    {
        _root = root;
        _sample = new(() => (SampleMaker.TryMake(_root, out var value), value));
    }

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The JSON Schema.</param>
    /// <param name="compiled">The schema; null where it cannot be used.</param>
    /// <param name="doubts">Receives what has no effect, though it was probably meant to have one; null where nobody asks.</param>
    /// <returns>Why it cannot be used; empty where it can.</returns>
    public static IReadOnlyList<SchemaProblem> Compile(JsonElement schema, out ResultShape? compiled, List<SchemaProblem>? doubts = null)
    {
        var errors = SchemaCompiler.Compile(schema, out var root, doubts);
        compiled = errors.Count == 0 ? new ResultShape(root) : null;
        return errors;
    }

    /// <summary>What of a result does not fit, with its place; null where it fits. Nothing is coerced, and what is not declared is let be unless the schema forbids it.</summary>
    public string? FindProblem(object? result)
    {
        var run = SchemaRun.ToCheck(CanonicalJson.ToText(result).Length);
        return run.TryNormalize(_root, result, SchemaPlace.Value, out _) ? null : run.Trace.ToProblem("result").Message;
    }

    /// <summary>Makes up a result that fits, the same each time.</summary>
    /// <returns>False where none could be made, or the schema says nothing that a result could be made of.</returns>
    public bool TryMake(out object? result)
    {
        (var isMade, result) = _sample.Value;
        return isMade;
    }
}
