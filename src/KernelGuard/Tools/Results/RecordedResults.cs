using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>The results that were recorded of one tool, by the RFC 8785 form of the arguments after normalisation. Thread-safe.</summary>
internal sealed class RecordedResults(ImmutableArray<RecordedResult> recordings)
{
    // The schema can come with the call, and what arguments are equal depends on it.
    private readonly ConditionalWeakTable<ToolSchema, Dictionary<string, object?>> _bySchema = [];
    private Dictionary<string, object?>? _withoutSchema;

    /// <summary>Finds the result that was recorded for exactly these arguments.</summary>
    /// <param name="tool">The tool, with the schema that the arguments were normalised by.</param>
    /// <param name="argumentsHash">The hash of the arguments.</param>
    /// <param name="result">The result.</param>
    public bool TryFind(ToolEntry tool, string argumentsHash, out object? result)
    {
        var index = tool.Schema is { } schema
            ? _bySchema.GetValue(schema, _ => IndexFor(tool))
            : LazyInitializer.EnsureInitialized(ref _withoutSchema, () => IndexFor(tool));
        return index.TryGetValue(argumentsHash, out result);
    }

    // Documents are checked before: here it is only a schema that came with the call that something may not fit.
    private Dictionary<string, object?> IndexFor(ToolEntry tool)
    {
        var index = new Dictionary<string, object?>(recordings.Length, StringComparer.Ordinal);
        foreach (var recording in recordings)
        {
            if (recording.NormalizeFor(tool) is { Problem: null } arguments)
            {
                index.TryAdd(CanonicalJson.Hash(arguments.Value), recording.Result);
            }
        }

        return index;
    }
}
