using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What a document says of an agent.</summary>
internal sealed record AgentDefinition(Located<string> Id)
{
    public ImmutableArray<Located<string>> Roles { get; init; } = [];

    public DateTimeOffset? Since { get; init; }

    public string? Trust { get; init; }

    public FrozenObject Attributes { get; init; } = FrozenObject.Empty;
}
