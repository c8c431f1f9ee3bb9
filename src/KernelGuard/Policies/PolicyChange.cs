using KernelGuard.Policies.Compilation;

namespace KernelGuard.Policies;

/// <summary>What differs between two policy sets, by policy id and by <c>policy/rule</c>. Immutable.</summary>
/// <param name="Policies">The policies that differ.</param>
/// <param name="Rules">The rules that differ; those of an added or removed policy too.</param>
internal sealed record PolicyChange(NameChanges Policies, NameChanges Rules)
{
    /// <summary>Compares two sets.</summary>
    public static PolicyChange Between(PolicySet before, PolicySet after) =>
        new(NameChanges.Between(PoliciesOf(before), PoliciesOf(after)), NameChanges.Between(RulesOf(before), RulesOf(after)));

    private static Dictionary<string, string> PoliciesOf(PolicySet set) =>
        set.Documents.ToDictionary(document => document.Id!.Value.Value, PolicyDigest.Of, StringComparer.Ordinal);

    private static Dictionary<string, string> RulesOf(PolicySet set) => set.Documents
        .SelectMany(document => document.Rules, (document, rule) => (document, rule))
        .ToDictionary(
            pair => $"{pair.document.Id!.Value.Value}/{pair.rule.Id!.Value.Value}", pair => PolicyDigest.Of(pair.rule), StringComparer.Ordinal);
}
