using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Compilation;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Roles;

/// <summary>A rule in one version of the policies.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Words">What it does, in words.</param>
/// <param name="Parts">What it is made of, by key, each with its digest.</param>
internal sealed record RuleVersion(GuardRule Rule, string Words, IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>The rule's policy and id.</summary>
    public string Name => $"{Rule.Reference.PolicyId}/{Rule.Reference.RuleId}";

    /// <summary>What it does.</summary>
    public Effect Effect => Rule.Reference.Effect;

    /// <summary>All rules of a set by name; roles that permit are left to the roles.</summary>
    public static IReadOnlyDictionary<string, RuleVersion> AllOf(PolicySet set)
    {
        var words = set.Describe().SelectMany(policy => policy.Rules).ToDictionary(rule => rule.Rule, rule => rule.Outcome);
        var parts = set.Documents
            .SelectMany(document => document.Rules, (document, rule) => ($"{document.Id!.Value.Value}/{rule.Id!.Value.Value}", PolicyParts.Of(rule)))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        return set.Rules
            .Where(rule => !RoleReach.IsGrant(rule.Reference))
            .Select(rule => new RuleVersion(rule, words[rule.Reference], new Dictionary<string, string>()))
            .Select(rule => rule with { Parts = parts.GetValueOrDefault(rule.Name) ?? PartsOfDefault(rule.Rule) })
            .ToDictionary(rule => rule.Name, StringComparer.Ordinal);
    }

    // It is no rule of its document.
    private static Dictionary<string, string> PartsOfDefault(GuardRule rule) => new(StringComparer.Ordinal)
    {
        ["effect"] = rule.Reference.Effect.ToName(),
        ["tool"] = string.Join('\n', rule.Tools.Select(tool => tool.Text)),
    };
}
