using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.Rules.Addresses;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Reading;

/// <summary>The words of keys that know a fixed list of them. The published JSON Schema has the same.</summary>
internal static class Words
{
    public static IReadOnlyList<KeyValuePair<string, Effect>> Effects { get; } =
        [.. EffectNames.All.Select((name, index) => KeyValuePair.Create(name, (Effect)index))];

    public static IReadOnlyList<KeyValuePair<string, GuardMode>> Modes { get; } =
        [new("enforce", GuardMode.Enforce), new("observe", GuardMode.Observe)];

    public static IReadOnlyList<KeyValuePair<string, PathStyle>> PathStyles { get; } =
        [new("posix", PathStyle.Posix), new("windows", PathStyle.Windows)];

    public static IReadOnlyList<KeyValuePair<string, Disclosure>> Disclosures { get; } =
        [new("full", Disclosure.Full), new("reason", Disclosure.Reason), new("code", Disclosure.Code)];

    public static IReadOnlyList<KeyValuePair<string, bool>> EvidenceFailure { get; } = [new("refuse", false), new("allow", true)];

    public static IReadOnlyList<KeyValuePair<string, Effect>> Defaults { get; } = [new("allow", Effect.Allow), new("deny", Effect.Deny)];

    public static IReadOnlyList<KeyValuePair<string, bool>> Combinings { get; } = [new("deny_overrides", false), new("first_match", true)];

    public static IReadOnlyList<KeyValuePair<string, CountedCalls>> Counts { get; } =
        [new("entered", CountedCalls.Entered), new("succeeded", CountedCalls.Succeeded), new("refused", CountedCalls.Refused), new("simulated", CountedCalls.Simulated)];

    public static IReadOnlyList<KeyValuePair<string, ResultSource>> ResultSources { get; } =
        [new("recorded", ResultSource.Recorded), new("schema", ResultSource.Schema)];

    /// <summary>Whether the user has to hold a role too.</summary>
    public static IReadOnlyList<KeyValuePair<string, bool>> RoleHolders { get; } = [new("agent", false), new("user", true)];

    public static IReadOnlyList<KeyValuePair<string, FactType>> FactTypes { get; } =
    [
        new("string", FactType.String), new("int", FactType.Int), new("double", FactType.Double), new("bool", FactType.Bool),
        new("list", FactType.List), new("map", FactType.Map),
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> Risks { get; } = Same("low", "medium", "high", "critical");

    public static IReadOnlyList<KeyValuePair<string, string>> Impacts { get; } = Same("read", "write", "irreversible");

    /// <summary>What other systems call an effect, for suggestions.</summary>
    public static IReadOnlyDictionary<string, string> Synonyms { get; } = new Dictionary<string, string>
    {
        ["permit"] = "allow",
        ["block"] = "deny",
        ["forbid"] = "deny",
        ["reject"] = "deny",
        ["refuse"] = "deny",
        ["ask"] = "require_approval",
        ["approve"] = "require_approval",
        ["escalate"] = "require_approval",
        ["audit"] = "log_only",
        ["flag"] = "log_only",
        ["log"] = "log_only",
        ["warn"] = "log_only",
        ["simulate"] = "sandbox",
        ["mock"] = "sandbox",
        ["rate_limit"] = "throttle",
        ["limit"] = "throttle",
        ["redact"] = "transform",
        ["compute"] = "transform",
        ["constrain"] = "transform",
    };

    private static KeyValuePair<string, string>[] Same(params string[] words) => [.. words.Select(word => KeyValuePair.Create(word, word))];
}
