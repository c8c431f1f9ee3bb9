using KernelGuard.Policies;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Roles;

/// <summary>Finds what differs in rules, and whom it concerns.</summary>
/// <param name="before">The earlier version.</param>
/// <param name="after">The later version.</param>
internal sealed class RuleComparison(ReachMap before, ReachMap after)
{
    private bool HasRoles => before.Roles.Count + after.Roles.Count > 0;

    public IEnumerable<PermissionChange> Run()
    {
        var (earlier, later) = (RuleVersion.AllOf(before.Set), RuleVersion.AllOf(after.Set));
        return earlier.Keys.Union(later.Keys).Order(StringComparer.Ordinal)
            .Select(name => Compare(earlier.GetValueOrDefault(name), later.GetValueOrDefault(name)))
            .OfType<PermissionChange>();
    }

    private PermissionChange? Compare(RuleVersion? old, RuleVersion? now)
    {
        if (old is null || now is null)
        {
            return old is null
                ? Change(null, now, RuleDirection.OfAdded(now!.Rule, before.Set), $"is new: {now.Words}")
                : Change(old, null, RuleDirection.Opposite(RuleDirection.OfAdded(old.Rule, after.Set)), $"is gone: {old.Words}");
        }

        var parts = NameChanges.Between(old.Parts, now.Parts);
        string[] changed = [.. parts.Added.Concat(parts.Removed).Concat(parts.Changed).Order(StringComparer.Ordinal)];
        if (changed.Length == 0)
        {
            return null;
        }

        var what = old.Words == now.Words ? now.Words : $"{old.Words} -> {now.Words}";
        return Change(old, now, RuleDirection.OfChanged(old.Rule, now.Rule, changed), $"{what} (changed: {string.Join(", ", changed)})");
    }

    private PermissionChange Change(RuleVersion? old, RuleVersion? now, ChangeDirection direction, string what)
    {
        string[] roles = [.. Of(old, now, (map, rule) => map.RolesOf(rule)).Order(StringComparer.Ordinal)];
        string[] tools = [.. Of(old, now, (map, rule) => map.ToolsOf(rule)).Order(StringComparer.Ordinal)];
        var reached = roles.Length > 0 || !HasRoles;
        return new PermissionChange(reached ? direction : ChangeDirection.Unclear, "rule", (now ?? old)!.Name, reached ? what : $"{what}; no role reaches it")
        {
            Tools = tools.Length > 0 ? tools : [.. (now ?? old)!.Rule.Tools.Select(pattern => pattern.Text)],
            Roles = roles,
        };
    }

    private IEnumerable<string> Of(RuleVersion? old, RuleVersion? now, Func<ReachMap, GuardRule, IEnumerable<string>> find) =>
        (old is null ? [] : find(before, old.Rule)).Union(now is null ? [] : find(after, now.Rule));
}
