using System.Collections.Immutable;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>A role, compiled: which tools its holders may call, and where. Immutable.</summary>
/// <param name="Id">The role's id.</param>
/// <param name="PolicyId">The document that defines it.</param>
internal sealed record AgentRole(string Id, string PolicyId)
{
    private IReadOnlyList<string>? _factPaths;

    public string? Description { get; init; }

    public required ImmutableArray<ToolPattern> May { get; init; }

    /// <summary>Whether the role covers a call of those tools; null means always.</summary>
    public CelProgram? Where { get; init; }

    /// <summary>What the rules and roles of its document share.</summary>
    public PolicyScope Scope { get; init; } = PolicyScope.None;

    /// <summary>Whether the user for whom the agent acts has to hold the role too.</summary>
    public bool IsOfUserToo { get; init; }

    /// <summary>Whether covering a call permits it; without, rules still have to.</summary>
    public bool Grants { get; init; }

    /// <summary>What <see cref="Where"/> reads of <c>resource</c> and <c>context</c>.</summary>
    public IReadOnlyList<string> FactPaths => _factPaths ??= Rules.FactPaths.Of(Where is null ? [] : [Where], Scope);

    public bool Covers(string tool) => May.Any(pattern => pattern.Matches(tool));
}
