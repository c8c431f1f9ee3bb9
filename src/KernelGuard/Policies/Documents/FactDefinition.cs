using System.Collections.Immutable;
using KernelGuard.Facts;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>The facts that a document declares of one type of resource, or of the business context.</summary>
internal sealed record FactDefinition(Located<string> Subject, ImmutableArray<(Located<string> Name, FactType Type)> Fields);
