namespace KernelGuard.Policies.Reading;

/// <summary>All keys of policy documents. The published JSON Schema has the same.</summary>
internal static class DocumentKeys
{
    public static KeySet Document { get; } = new(
        "a policy",
        ["kernelguard", "policy", "description", "mode", "paths", "vars", "levels", "agents", "roles", "facts", "tools", "counters", "rules", "default", "applies_to", "combine", "set"],
        ["reviewers"]);

    public static KeySet Rule { get; } = new(
        "a rule",
        ["id", "description", "tool", "when", "effect", "mode", "reason", "code", "disclose", "next_step", "alternatives", "approval", "throttle", "transform", "sandbox"],
        []);

    public static KeySet Tool { get; } = new(
        "a tool",
        ["description", "risk", "impact", "data", "tags", "regulations", "also", "source", "resource", "args", "returns", "recorded", "labels", "modifiable", "substitute"],
        []);

    public static KeySet Agent { get; } = new("an agent", ["roles", "since", "trust", "attributes"], []);

    public static KeySet Role { get; } = new("a role", ["description", "may", "where", "who", "grants"], []);

    public static KeySet Resource { get; } = new("a resource", ["type", "id"], []);

    public static KeySet Approval { get; } = new("an approval", ["by", "quorum", "within", "claim_within", "same_person"], []);

    public static KeySet Alternative { get; } = new("an alternative", ["tool", "why"], []);

    public static KeySet Set { get; } = new("a set", ["mode", "on_evidence_failure", "policies"], []);

    public static KeySet Counter { get; } = new("a counter", ["tool", "add", "per", "by", "count"], []);

    public static KeySet Throttle { get; } = new("a throttle", ["limit", "per", "by", "cost", "wait", "count"], []);

    public static KeySet Transform { get; } = new("a transform", ["set", "to", "clamp", "min", "max", "redact", "with", "remove"], []);

    public static KeySet Sandbox { get; } = new("a sandbox", ["tool", "result", "from"], []);

    public static KeySet Recording { get; } = new("a recording", ["args", "result"], []);
}
