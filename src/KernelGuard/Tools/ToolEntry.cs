using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Tools.Results;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools;

/// <summary>What the catalogue knows of one tool.</summary>
/// <param name="Facts">What conditions see.</param>
/// <param name="IsOffered">Whether the host registered it.</param>
internal sealed record ToolEntry(ToolFacts Facts, bool IsOffered)
{
    /// <summary>Its declared name and other spellings; null where it has no others.</summary>
    public IReadOnlyList<string>? Spellings { get; init; }

    /// <summary>Where it must come from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The schema of its arguments, or null.</summary>
    public ToolSchema? Schema { get; init; }

    /// <summary>The schema as it was written; null where there is none, or it says nothing of arguments.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Whether its schema could not be used; its calls are then refused.</summary>
    public bool HasBrokenSchema { get; init; }

    /// <summary>The schema of what it returns, or null.</summary>
    public ResultShape? Returns { get; init; }

    /// <summary>What it returned earlier, or null.</summary>
    public RecordedResults? Recorded { get; init; }
}
