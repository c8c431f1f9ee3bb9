using KernelGuard.Policies;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Roles;

/// <summary>Which tools the roles, agents and rules of a policy set reach.</summary>
/// <param name="set">The policies.</param>
/// <param name="tools">The tools that are known.</param>
internal sealed class ReachMap(PolicySet set, IReadOnlyList<string> tools)
{
    public PolicySet Set => set;

    public IReadOnlyDictionary<string, PolicyRole> Roles { get; } = set.Roles.ToDictionary(role => role.Id, StringComparer.Ordinal);

    /// <summary>The tools that a role covers.</summary>
    public IReadOnlyList<string> ToolsOf(PolicyRole role) => [.. tools.Where(tool => role.Covers(set.NameOf(tool)))];

    /// <summary>The tools that one of an agent's roles covers; without roles there is no gate, and it reaches all.</summary>
    public IReadOnlyList<string> ToolsOf(string agent) => Roles.Count == 0
        ? tools
        : [.. tools.Where(tool => Roles.Values.Any(role => role.Agents.Contains(agent) && role.Covers(set.NameOf(tool))))];

    /// <summary>The tools that a rule concerns and that somebody reaches.</summary>
    public IEnumerable<string> ToolsOf(GuardRule rule) => tools
        .Where(tool => rule.Tools.Any(pattern => pattern.Matches(set.NameOf(tool))))
        .Where(tool => Roles.Count == 0 || Roles.Values.Any(role => role.Covers(set.NameOf(tool))));

    /// <summary>The roles that may reach a tool that a rule concerns, also one that is not known here.</summary>
    public IEnumerable<string> RolesOf(GuardRule rule) => Roles.Values
        .Where(role => role.May.Any(may => rule.Tools.Any(pattern => pattern.Overlaps(new ToolPattern(may)))))
        .Select(role => role.Id);
}
