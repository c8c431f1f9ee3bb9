using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What a document says of some tools where none of its rules holds.</summary>
internal sealed record DefaultDefinition(Located<Effect> Effect, ImmutableArray<Located<string>> AppliesTo)
{
    /// <summary>The id under which decisions name it; rules cannot have it.</summary>
    public const string RuleId = "default";
}
