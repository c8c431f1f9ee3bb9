using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What one document says of the whole set.</summary>
/// <param name="Span">Where it is written.</param>
internal sealed record SetDefinition(SourceSpan Span)
{
    public GuardMode Mode { get; init; }

    /// <summary>Whether calls run although their decision could not be recorded.</summary>
    public bool AllowsWithoutEvidence { get; init; }

    public ImmutableArray<Located<string>> Policies { get; init; } = [];
}
