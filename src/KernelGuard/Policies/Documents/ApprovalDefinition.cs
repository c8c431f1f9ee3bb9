using System.Collections.Immutable;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What a rule asks of the people who agree; null where the rule leaves it at the default.</summary>
/// <param name="Span">Where it is written.</param>
internal sealed record ApprovalDefinition(SourceSpan Span)
{
    public ImmutableArray<Located<string>> By { get; init; } = [];

    public int? Quorum { get; init; }

    public TimeSpan? Within { get; init; }

    public TimeSpan? ClaimWithin { get; init; }

    public bool SamePerson { get; init; }
}
