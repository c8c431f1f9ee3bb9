using KernelGuard.Calls;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A result that was recorded of a tool.</summary>
/// <param name="Arguments">The arguments of the call.</param>
/// <param name="Result">What the tool returned.</param>
internal sealed record RecordingDefinition(Located<FrozenObject> Arguments, Located<object?> Result);
