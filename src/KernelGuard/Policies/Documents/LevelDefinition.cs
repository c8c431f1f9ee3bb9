using System.Collections.Immutable;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A scale of words, the lowest first.</summary>
internal sealed record LevelDefinition(Located<string> Name, ImmutableArray<Located<string>> Words);
