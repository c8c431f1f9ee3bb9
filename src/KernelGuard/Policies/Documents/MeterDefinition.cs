using System.Collections.Immutable;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Documents;

/// <summary>What a counter or throttle sums, for whom, over which window.</summary>
/// <param name="Span">Where it is written.</param>
internal sealed record MeterDefinition(SourceSpan Span)
{
    /// <summary>What a call adds: <c>add</c> of a counter, <c>cost</c> of a throttle; null means 1.</summary>
    public ExpressionText? Amount { get; init; }

    public TimeSpan? Per { get; init; }

    public ImmutableArray<ExpressionText> By { get; init; } = [];

    public Located<CountedCalls>? Counts { get; init; }
}
