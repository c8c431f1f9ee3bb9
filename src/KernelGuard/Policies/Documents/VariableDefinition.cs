using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A named expression of a document.</summary>
internal sealed record VariableDefinition(Located<string> Name, ExpressionText Expression);
