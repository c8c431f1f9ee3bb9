using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>One rule as its document says it.</summary>
/// <param name="Span">Where the rule begins.</param>
internal sealed record RuleDefinition(SourceSpan Span)
{
    public Located<string>? Id { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<Located<string>> Tools { get; init; } = [];

    public ExpressionText? When { get; init; }

    public Located<Effect>? Effect { get; init; }

    public Located<GuardMode>? Mode { get; init; }

    public ExpressionText? Reason { get; init; }

    public Located<string>? Code { get; init; }

    public Disclosure Disclose { get; init; }

    public string? NextStep { get; init; }

    public ImmutableArray<AlternativeDefinition> Alternatives { get; init; } = [];

    public ApprovalDefinition? Approval { get; init; }

    public ThrottleDefinition? Throttle { get; init; }

    public Located<ImmutableArray<TransformDefinition>>? Transforms { get; init; }

    public SandboxDefinition? Sandbox { get; init; }
}
