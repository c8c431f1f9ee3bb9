using KernelGuard.Decisions;

namespace KernelGuard.Policies.Wording;

/// <summary>Says in plain words what holds for all calls, whatever the rules say of them.</summary>
internal static class SetWords
{
    /// <summary>All of it, a sentence for each thing.</summary>
    public static IEnumerable<string> Of(PolicySet set)
    {
        foreach (var sentence in set.Mode == GuardMode.Enforce ? OfEnforced(set) : OfObserved(set))
        {
            yield return sentence;
        }

        if (set.RunsWithoutEvidence)
        {
            yield return "A call whose decision cannot be recorded runs all the same.";
        }

        if (!set.RequiredPolicyIds.IsEmpty)
        {
            yield return $"Policies that have to be there: {string.Join(", ", set.RequiredPolicyIds)}.";
        }
    }

    private static IEnumerable<string> OfEnforced(PolicySet set)
    {
        if (set.Agents.Count > 0)
        {
            yield return "A call by an agent that is not declared is refused before any rule is asked.";
        }

        if (!set.CompiledRoles.IsEmpty)
        {
            yield return "A call that no role of its agent covers is refused before any rule is asked; what a role covers, rules still have to permit unless the role says that it permits.";
        }

        var inOrder = set.Scopes.Where(scope => scope.IsFirstMatch).Select(scope => scope.PolicyId).ToArray();
        yield return "A call that no rule permits is refused; of several rules that speak of a call the strictest wins"
            + (inOrder.Length == 0 ? "." : $", and of those of {string.Join(" or ", inOrder)} only the first that matches speaks.");
    }

    private static IEnumerable<string> OfObserved(PolicySet set)
    {
        yield return "The set is observed: calls run as sent, and what policies say of them is recorded.";
        yield return "Only rules that are not marked as only observed bind, and they bind in full: they refuse, hold, limit, change or simulate calls.";
        if (set.Agents.Count > 0 || !set.CompiledRoles.IsEmpty)
        {
            yield return "Who may act and what roles cover is recorded and does not bind.";
        }

        yield return $"A call that cannot be read{(set.RunsWithoutEvidence ? "" : " or recorded")} is refused all the same.";
    }
}
