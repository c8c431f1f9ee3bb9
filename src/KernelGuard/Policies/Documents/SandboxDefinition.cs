using KernelGuard.Decisions;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>What stands in for the tool of a sandboxed call.</summary>
/// <param name="Span">Where it is written.</param>
internal sealed record SandboxDefinition(SourceSpan Span)
{
    public Located<string>? Tool { get; init; }

    public Located<object?>? Result { get; init; }

    /// <summary>Where the result comes from.</summary>
    public Located<ResultSource>? From { get; init; }
}
