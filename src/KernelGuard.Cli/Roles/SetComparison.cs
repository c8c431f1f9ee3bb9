using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Cli.Roles;

/// <summary>Finds what holds for everybody and differs, and what rules and roles read and differs.</summary>
internal static class SetComparison
{
    public static IEnumerable<PermissionChange> Run(PolicySet before, PolicySet after)
    {
        if (before.Mode != after.Mode)
        {
            yield return after.Mode == GuardMode.Observe
                ? OfSet(ChangeDirection.Widened, "is only observed now: calls run, whatever rules say that do not enforce themselves")
                : OfSet(ChangeDirection.Narrowed, "binds now; before, it was only observed");
        }

        if (before.RunsWithoutEvidence != after.RunsWithoutEvidence)
        {
            yield return after.RunsWithoutEvidence
                ? OfSet(ChangeDirection.Widened, "lets calls run now whose decision cannot be recorded")
                : OfSet(ChangeDirection.Narrowed, "refuses calls now whose decision cannot be recorded");
        }

        foreach (var change in Gate("roles", before.CompiledRoles.Length, after.CompiledRoles.Length)
            .Concat(Gate("agents", before.Agents.Count, after.Agents.Count))
            .Concat(Parts(before, after)))
        {
            yield return change;
        }
    }

    private static IEnumerable<PermissionChange> Gate(string what, int before, int after) => (before, after) switch
    {
        (0, > 0) => [OfSet(ChangeDirection.Narrowed, $"declares {what} now: others are refused")],
        ( > 0, 0) => [OfSet(ChangeDirection.Widened, $"declares no {what} any more: others are not refused for it")],
        _ => [],
    };

    // Conditions read these, so that the same text of a rule can mean something else.
    private static IEnumerable<PermissionChange> Parts(PolicySet before, PolicySet after)
    {
        var earlier = before.Documents.ToDictionary(IdOf, StringComparer.Ordinal);
        foreach (var document in after.Documents)
        {
            if (!earlier.TryGetValue(IdOf(document), out var old))
            {
                continue;
            }

            var parts = NameChanges.Between(PolicyParts.Of(old), PolicyParts.Of(document));
            foreach (var (names, verb) in new[] { (parts.Added, "is new"), (parts.Removed, "is gone"), (parts.Changed, "changed") })
            {
                foreach (var name in names)
                {
                    yield return new PermissionChange(ChangeDirection.Unclear, "policy", IdOf(document), $"`{name}` {verb}");
                }
            }

            if (document.IsFirstMatch && IsReordered(old, document))
            {
                yield return new PermissionChange(
                    ChangeDirection.Unclear, "policy", IdOf(document), "the order of its rules changed, and the first that matches decides");
            }
        }
    }

    private static bool IsReordered(PolicyDocument before, PolicyDocument after)
    {
        var (old, now) = (RulesOf(before), RulesOf(after));
        return !old.Where(now.Contains).SequenceEqual(now.Where(old.Contains));
    }

    private static string[] RulesOf(PolicyDocument document) => [.. document.Rules.Select(rule => rule.Id!.Value.Value)];

    private static string IdOf(PolicyDocument document) => document.Id!.Value.Value;

    private static PermissionChange OfSet(ChangeDirection direction, string what) => new(direction, "set", "", what);
}
