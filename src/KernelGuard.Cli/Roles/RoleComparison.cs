using KernelGuard.Policies;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Roles;

/// <summary>Finds what differs in roles.</summary>
/// <param name="before">The earlier version.</param>
/// <param name="after">The later version.</param>
internal sealed class RoleComparison(ReachMap before, ReachMap after)
{
    public IEnumerable<PermissionChange> Run() => before.Roles.Keys.Union(after.Roles.Keys).Order(StringComparer.Ordinal).SelectMany(id =>
        (before.Roles.GetValueOrDefault(id), after.Roles.GetValueOrDefault(id)) switch
        {
            (null, { } role) => [Change(role, before.Roles.Count == 0 ? ChangeDirection.Unclear : ChangeDirection.Widened, $"is new: {Describe(role)}", after.ToolsOf(role))],
            ({ } role, null) => [Change(role, after.Roles.Count == 0 ? ChangeDirection.Unclear : ChangeDirection.Narrowed, $"is gone: {Describe(role)}", before.ToolsOf(role))],
            var (old, now) => Compare(old!, now!),
        });

    private IEnumerable<PermissionChange> Compare(PolicyRole old, PolicyRole now)
    {
        var (had, has) = (before.ToolsOf(old), after.ToolsOf(now));
        if (has.Except(had).ToList() is { Count: > 0 } gained)
        {
            yield return Change(now, ChangeDirection.Widened, "reaches more", gained);
        }

        if (had.Except(has).ToList() is { Count: > 0 } lost)
        {
            yield return Change(now, ChangeDirection.Narrowed, "reaches less", lost);
        }

        if (PermissionChange.DirectionOf(!Cover(old, now), !Cover(now, old)) is { } direction)
        {
            yield return Change(now, direction, $"may: {string.Join(", ", old.May)} -> {string.Join(", ", now.May)}");
        }

        if (old.Where != now.Where)
        {
            yield return Change(
                now,
                now.Where is null ? ChangeDirection.Widened : old.Where is null ? ChangeDirection.Narrowed : ChangeDirection.Unclear,
                $"where: {old.Where ?? "(always)"} -> {now.Where ?? "(always)"}");
        }

        if (old.IsOfUserToo != now.IsOfUserToo)
        {
            yield return now.IsOfUserToo
                ? Change(now, ChangeDirection.Narrowed, "the user has to hold it now too")
                : Change(now, ChangeDirection.Widened, "the user need not hold it any more");
        }

        if (old.Grants != now.Grants)
        {
            yield return now.Grants
                ? Change(now, ChangeDirection.Widened, "permits by itself now", has)
                : Change(now, ChangeDirection.Narrowed, "does not permit by itself any more", had);
        }
    }

    // Patterns of another text may match the same.
    private static bool Cover(PolicyRole covering, PolicyRole covered) =>
        covered.May.All(may => covering.May.Any(pattern => new ToolPattern(pattern).Covers(new ToolPattern(may))));

    private static string Describe(PolicyRole role) =>
        $"may {string.Join(", ", role.May)}; where {role.Where ?? "(always)"}{(role.IsOfUserToo ? "; the user has to hold it too" : "")}{(role.Grants ? "; permits by itself" : "")}";

    private static PermissionChange Change(PolicyRole role, ChangeDirection direction, string what, IReadOnlyList<string>? tools = null) =>
        new(direction, "role", role.Id, what) { Tools = tools ?? [] };
}
