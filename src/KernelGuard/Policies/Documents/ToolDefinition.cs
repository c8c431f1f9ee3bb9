using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What a document says of a tool.</summary>
internal sealed record ToolDefinition(Located<string> Name)
{
    public string? Description { get; init; }

    public string? Risk { get; init; }

    public string? Impact { get; init; }

    public ImmutableArray<Located<string>> Data { get; init; } = [];

    public ImmutableArray<Located<string>> Tags { get; init; } = [];

    public ImmutableArray<Located<string>> Regulations { get; init; } = [];

    public ImmutableArray<Located<string>> Also { get; init; } = [];

    public ImmutableArray<Located<string>> Labels { get; init; } = [];

    public bool IsModifiable { get; init; } = true;

    public bool IsSubstitute { get; init; }

    /// <summary>Where it must come from.</summary>
    public Located<string>? Source { get; init; }

    /// <summary>What its calls are about.</summary>
    public ResourceDefinition? Resource { get; init; }

    /// <summary>The JSON Schema of its arguments.</summary>
    public Located<FrozenObject>? Arguments { get; init; }

    /// <summary>The schema as it was written, for the places of what is wrong with it.</summary>
    public DocumentNode.Map? ArgumentsText { get; init; }

    /// <summary>The JSON Schema of what it returns.</summary>
    public Located<FrozenObject>? Returns { get; init; }

    /// <summary>That schema as it was written.</summary>
    public DocumentNode.Map? ReturnsText { get; init; }

    /// <summary>What it returned earlier.</summary>
    public ImmutableArray<RecordingDefinition> Recordings { get; init; } = [];

    /// <summary>Whether this only adds recordings to what is said of the tool elsewhere.</summary>
    public bool OnlyRecords { get; init; }
}
