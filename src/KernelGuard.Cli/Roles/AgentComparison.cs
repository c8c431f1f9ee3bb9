using System.Globalization;
using KernelGuard.Calls;

namespace KernelGuard.Cli.Roles;

/// <summary>Finds what differs in declared agents.</summary>
/// <param name="before">The earlier version.</param>
/// <param name="after">The later version.</param>
internal sealed class AgentComparison(ReachMap before, ReachMap after)
{
    public IEnumerable<PermissionChange> Run() => before.Set.Agents.Keys.Union(after.Set.Agents.Keys).Order(StringComparer.Ordinal).SelectMany(id =>
        (before.Set.Agents.GetValueOrDefault(id), after.Set.Agents.GetValueOrDefault(id)) switch
        {
            // Where nobody was declared, the host said who acts, and this agent may have been among them.
            (null, { } agent) => [Change(
                agent, before.Set.Agents.Count == 0 ? ChangeDirection.Unclear : ChangeDirection.Widened, $"is new: roles {RolesOf(agent)}", after.ToolsOf(id))],
            ({ } agent, null) => [Change(
                agent, after.Set.Agents.Count == 0 ? ChangeDirection.Unclear : ChangeDirection.Narrowed, $"is gone: roles {RolesOf(agent)}", before.ToolsOf(id))],
            var (old, now) => Compare(old!, now!),
        });

    private IEnumerable<PermissionChange> Compare(AgentIdentity old, AgentIdentity now)
    {
        var (had, has) = (before.ToolsOf(old.Id), after.ToolsOf(now.Id));
        if (has.Except(had).ToList() is { Count: > 0 } gained)
        {
            yield return Change(now, ChangeDirection.Widened, "reaches more", gained);
        }

        if (had.Except(has).ToList() is { Count: > 0 } lost)
        {
            yield return Change(now, ChangeDirection.Narrowed, "reaches less", lost);
        }

        if (PermissionChange.DirectionOf(now.Roles!.Except(old.Roles!).Any(), old.Roles!.Except(now.Roles!).Any()) is { } direction)
        {
            yield return Change(now, direction, $"roles: {RolesOf(old)} -> {RolesOf(now)}");
        }

        // Rules read these.
        if (old.Trust != now.Trust)
        {
            yield return Change(now, ChangeDirection.Unclear, $"trust: {old.Trust ?? "-"} -> {now.Trust ?? "-"}");
        }

        if (old.Since != now.Since)
        {
            yield return Change(now, ChangeDirection.Unclear, $"since: {Day(old.Since)} -> {Day(now.Since)}");
        }

        var (attributes, others) = (CanonicalJson.ToText(old.Attributes), CanonicalJson.ToText(now.Attributes));
        if (attributes != others)
        {
            yield return Change(now, ChangeDirection.Unclear, $"attributes: {attributes} -> {others}");
        }
    }

    private static string RolesOf(AgentIdentity agent) => agent.Roles!.Count == 0 ? "-" : string.Join(", ", agent.Roles!);

    private static string Day(DateTimeOffset? since) => since?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    private static PermissionChange Change(AgentIdentity agent, ChangeDirection direction, string what, IReadOnlyList<string>? tools = null) =>
        new(direction, "agent", agent.Id, what) { Tools = tools ?? [] };
}
