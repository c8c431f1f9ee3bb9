using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Roles;

/// <summary>What a role reaches.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tools">The known tools that it covers, by name, each with the rules that decide there.</param>
internal sealed record RoleReach(PolicyRole Role, IReadOnlyList<(string Tool, IReadOnlyList<RuleReference> Rules)> Tools)
{
    private const string GrantPrefix = "role:";

    /// <summary>Finds it.</summary>
    /// <param name="set">The policies.</param>
    /// <param name="role">The role.</param>
    /// <param name="tools">All tools that exist; null where only those are known that the policies name.</param>
    public static RoleReach Of(PolicySet set, PolicyRole role, IReadOnlyList<ToolDescriptor>? tools)
    {
        var known = tools is null
            ? set.Tools.Select(tool => tool.Name).Concat(role.May.Where(pattern => !pattern.Contains('*', StringComparison.Ordinal)))
            : tools.Select(tool => set.NameOf(tool.Name));
        return new RoleReach(
            role,
            [
                .. known.Distinct(StringComparer.OrdinalIgnoreCase)
                    .Where(role.Covers)
                    .Order(StringComparer.Ordinal)
                    .Select(tool => (tool, (IReadOnlyList<RuleReference>)[.. set.RulesFor(tool).Where(rule => Concerns(rule, role))])),
            ]);
    }

    /// <summary>Whether a rule is what a role with <c>grants</c> stands for.</summary>
    public static bool IsGrant(RuleReference rule) => rule.RuleId.StartsWith(GrantPrefix, StringComparison.Ordinal);

    // What another role grants, its holders get by that role.
    private static bool Concerns(RuleReference rule, PolicyRole role) => !IsGrant(rule) || rule.RuleId == GrantPrefix + role.Id;
}
