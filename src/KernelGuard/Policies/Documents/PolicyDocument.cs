using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Addresses;

namespace KernelGuard.Policies.Documents;

/// <summary>One policy as its document says it. Where the document has errors, what could not be read is missing.</summary>
internal sealed record PolicyDocument(PolicySource Source)
{
    /// <summary>Whether the text is a map at all; if not, nobody knows what the set lacks.</summary>
    public bool IsReadable { get; init; } = true;

    public Located<string>? Id { get; init; }

    public string? Description { get; init; }

    public GuardMode? Mode { get; init; }

    public PathStyle Paths { get; init; }

    public ImmutableArray<VariableDefinition> Variables { get; init; } = [];

    public ImmutableArray<AgentDefinition> Agents { get; init; } = [];

    public ImmutableArray<RoleDefinition> Roles { get; init; } = [];

    public ImmutableArray<LevelDefinition> Levels { get; init; } = [];

    public ImmutableArray<FactDefinition> Facts { get; init; } = [];

    public ImmutableArray<ToolDefinition> Tools { get; init; } = [];

    public ImmutableArray<RuleDefinition> Rules { get; init; } = [];

    public ImmutableArray<CounterDefinition> Counters { get; init; } = [];

    public DefaultDefinition? Default { get; init; }

    public bool IsFirstMatch { get; init; }

    public SetDefinition? Set { get; init; }
}
