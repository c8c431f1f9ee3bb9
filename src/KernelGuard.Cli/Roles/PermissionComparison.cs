using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Roles;

/// <summary>What two versions of policies permit differently.</summary>
/// <param name="Before">The earlier version.</param>
/// <param name="After">The later version.</param>
/// <param name="Changes">The differences.</param>
internal sealed record PermissionComparison(PolicySet Before, PolicySet After, IReadOnlyList<PermissionChange> Changes)
{
    /// <summary>Compares two versions.</summary>
    /// <param name="before">The earlier version.</param>
    /// <param name="after">The later version.</param>
    /// <param name="tools">All tools that exist; null where only those are known that one of the versions names.</param>
    public static PermissionComparison Of(PolicySet before, PolicySet after, IReadOnlyList<ToolDescriptor>? tools)
    {
        string[] known =
        [
            .. (tools?.Select(tool => tool.Name) ?? NamedBy(before).Concat(NamedBy(after)))
                .Select(after.NameOf)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
        var (earlier, later) = (new ReachMap(before, known), new ReachMap(after, known));
        return new PermissionComparison(before, after,
        [
            .. SetComparison.Run(before, after),
            .. new RoleComparison(earlier, later).Run(),
            .. new AgentComparison(earlier, later).Run(),
            .. new RuleComparison(earlier, later).Run(),
        ]);
    }

    private static IEnumerable<string> NamedBy(PolicySet set) => set.Tools.Select(tool => tool.Name)
        .Concat(set.Roles.SelectMany(role => role.May).Where(pattern => !pattern.Contains('*', StringComparison.Ordinal)))
        .Concat(set.Rules.SelectMany(rule => rule.Tools).Where(pattern => pattern.IsExact).Select(pattern => pattern.Text));
}
