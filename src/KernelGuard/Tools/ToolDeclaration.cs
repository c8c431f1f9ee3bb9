using System.Collections.Immutable;
using System.Text.Json;
using KernelGuard.Tools.Results;

namespace KernelGuard.Tools;

/// <summary>What a policy document says of a tool.</summary>
/// <param name="Name">The name under which policies know the tool; it is compared ignoring case.</param>
public sealed record ToolDeclaration(string Name)
{
    /// <summary>How risky it is: <c>low</c>, <c>medium</c>, <c>high</c>, <c>critical</c>, or "".</summary>
    public string Risk { get; init; } = "";

    /// <summary>What it does to the world: <c>read</c>, <c>write</c>, <c>irreversible</c>, or "".</summary>
    public string Impact { get; init; } = "";

    /// <summary>The categories of data that it touches.</summary>
    public ImmutableArray<string> Data { get; init; } = [];

    /// <summary>What entering the tool marks the session with.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Whether policy may change what the tool gets and what it gives.</summary>
    /// <value>The default is true.</value>
    public bool IsModifiable { get; init; } = true;

    /// <summary>Whether the tool only stands in for others in the sandbox: no model can call it.</summary>
    public bool IsSubstitute { get; init; }

    /// <summary>Free tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The regulations whose scope it is in, such as <c>gdpr</c>.</summary>
    public ImmutableArray<string> Regulations { get; init; } = [];

    /// <summary>Other spellings under which calls may reach it; separators are never guessed.</summary>
    public ImmutableArray<string> Also { get; init; } = [];

    /// <summary>Where it must come from, <c>sk</c>, <c>ai</c> or <c>mcp:</c> and a server's name; null means from anywhere.</summary>
    public string? Source { get; init; }

    /// <summary>The JSON Schema of its arguments, used where the host gives none.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>The JSON Schema of what it returns; it is used also where the host gives one.</summary>
    public JsonElement? Returns { get; init; }

    /// <summary>What it returned earlier.</summary>
    internal ImmutableArray<RecordedResult> Recorded { get; init; } = [];
}
