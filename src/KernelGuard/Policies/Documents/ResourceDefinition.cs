using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What the calls of a tool are about.</summary>
internal sealed record ResourceDefinition(Located<string> Type, ExpressionText Id);
