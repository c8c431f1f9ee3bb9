using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>Another tool that a rule points to.</summary>
internal sealed record AlternativeDefinition(Located<string> Tool, string? Why);
