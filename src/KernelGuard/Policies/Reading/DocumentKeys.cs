namespace KernelGuard.Policies.Reading;

/// <summary>All keys of policy documents. The published JSON Schema has the same.</summary>
internal static class DocumentKeys
{
    public static KeySet Document { get; } = new(
        "a policy",
        ["kernelguard", "policy", "description", "mode", "vars", "levels", "agents", "roles", "facts", "tools", "rules", "set"],
        ["counters", "reviewers", "default", "applies_to", "combine", "paths"]);

    public static KeySet Rule { get; } = new(
        "a rule",
        ["id", "description", "tool", "when", "effect", "mode", "reason", "code", "disclose", "next_step", "alternatives", "approval"],
        ["throttle", "transform", "sandbox"]);

    public static KeySet Tool { get; } = new(
        "a tool",
        ["description", "risk", "impact", "data", "tags", "regulations", "also", "resource", "args"],
        ["labels", "source", "substitute"]);

    public static KeySet Agent { get; } = new("an agent", ["roles", "since", "trust", "attributes"], []);

    public static KeySet Role { get; } = new("a role", ["description", "may", "where", "who", "grants"], []);

    public static KeySet Resource { get; } = new("a resource", ["type", "id"], []);

    public static KeySet Approval { get; } = new("an approval", ["by", "quorum", "within", "claim_within", "same_person"], []);

    public static KeySet Alternative { get; } = new("an alternative", ["tool", "why"], []);

    public static KeySet Set { get; } = new("a set", ["mode", "on_evidence_failure", "policies"], []);

    /// <summary>Effects of the language that this version does not support.</summary>
    public static IReadOnlyList<string> LaterEffects { get; } = ["sandbox", "throttle", "transform"];
}
