using KernelGuard.Calls;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Compilation;

/// <summary>What documents and rules are made of, each part by name with its digest, for saying what differs between two versions.</summary>
internal static class PolicyParts
{
    private static readonly HashSet<string> ElsewhereInDocuments = ["policy", "description", "agents", "roles", "rules", "default", "applies_to"];
    private static readonly HashSet<string> WordsOfRules = ["id", "description", "reason", "code", "disclose", "next_step", "alternatives"];

    /// <summary>What a document says beside agents, roles, rules and words: <c>vars.amount</c>, <c>tools.Pay</c>, <c>mode</c>.</summary>
    public static Dictionary<string, string> Of(PolicyDocument document) => PolicyDigest.ToJson(document)
        .Where(member => !ElsewhereInDocuments.Contains(member.Key))
        .SelectMany(member => Named(member.Key, member.Value))
        .ToDictionary(part => part.Name, part => CanonicalJson.Hash(part.Value), StringComparer.Ordinal);

    /// <summary>What a rule does, by key; the words that it gives do not count.</summary>
    public static Dictionary<string, string> Of(RuleDefinition rule) => PolicyDigest.ToJson(rule)
        .Where(member => !WordsOfRules.Contains(member.Key))
        .ToDictionary(member => member.Key, member => CanonicalJson.Hash(member.Value), StringComparer.Ordinal);

    private static IEnumerable<(string Name, object? Value)> Named(string key, object? value) => value switch
    {
        FrozenObject items => items.Select(item => ($"{key}.{item.Key}", item.Value)),
        FrozenList items when items.All(item => item is FrozenObject named && named.ContainsKey("name")) =>
            items.Select(item => ($"{key}.{((FrozenObject)item!)["name"]}", (object?)item)),
        _ => [(key, value)],
    };
}
