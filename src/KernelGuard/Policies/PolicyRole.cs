using System.Collections.Immutable;
using KernelGuard.Rules;

namespace KernelGuard.Policies;

/// <summary>A role of a policy set: what its holders may do at most. Immutable.</summary>
public sealed class PolicyRole
{
    private readonly AgentRole _role;

    internal PolicyRole(AgentRole role, ImmutableArray<string> agents)
    {
        _role = role;
        Agents = agents;
    }

    /// <summary>The role's id.</summary>
    public string Id => _role.Id;

    /// <summary>The policy that defines it.</summary>
    public string PolicyId => _role.PolicyId;

    /// <summary>What it is for, or null.</summary>
    public string? Description => _role.Description;

    /// <summary>The patterns of the tools that its holders may call.</summary>
    public IReadOnlyList<string> May => [.. _role.May.Select(pattern => pattern.Text)];

    /// <summary>The condition under which it covers a call, as it is written; null means always.</summary>
    public string? Where => _role.Where?.Source;

    /// <summary>Whether the user for whom an agent acts has to hold it too.</summary>
    public bool IsOfUserToo => _role.IsOfUserToo;

    /// <summary>Whether covering a call permits it.</summary>
    public bool Grants => _role.Grants;

    /// <summary>The ids of the declared agents that hold it, sorted.</summary>
    public IReadOnlyList<string> Agents { get; }

    /// <summary>Whether its holders may call a tool, somewhere.</summary>
    /// <param name="tool">The tool's name.</param>
    public bool Covers(string tool)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        return _role.Covers(tool);
    }

    /// <summary>The patterns of <see cref="May"/> that match none of these tools.</summary>
    /// <param name="tools">All tools that exist.</param>
    public IReadOnlyList<string> FindUnmatched(IReadOnlyCollection<string> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return [.. _role.May.Where(pattern => !tools.Any(pattern.Matches)).Select(pattern => pattern.Text)];
    }
}
