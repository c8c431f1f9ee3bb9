using System.Collections.Immutable;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A role as its document defines it.</summary>
internal sealed record RoleDefinition(Located<string> Id)
{
    public string? Description { get; init; }

    public ImmutableArray<Located<string>> May { get; init; } = [];

    public ExpressionText? Where { get; init; }

    /// <summary>Whether the user has to hold it too.</summary>
    public bool IsOfUserToo { get; init; }

    public bool Grants { get; init; }
}
