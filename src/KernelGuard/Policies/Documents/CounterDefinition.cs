using System.Collections.Immutable;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A sum that a document keeps across calls.</summary>
internal sealed record CounterDefinition(Located<string> Name, MeterDefinition Meter)
{
    public ImmutableArray<Located<string>> Tools { get; init; } = [];
}
