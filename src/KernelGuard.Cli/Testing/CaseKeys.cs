using KernelGuard.Cli.CallLines;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Testing;

/// <summary>All keys of files of cases.</summary>
internal static class CaseKeys
{
    /// <summary>What a case may say of all its calls; a call may say otherwise.</summary>
    private static readonly string[] Facts = ["session", "agent", "user", "resource", "context", "env", "time"];

    private static readonly string[] CallKeys = ["tool", "source", "args", "id", "batch", "direct", "needs_approval", "follows_tool_results", "result", "error", "wait", "times", .. Facts];

    public static KeySet File { get; } = new("a file of cases", ["description", "tools", "defaults", "cases"], []);

    public static KeySet Case { get; } = new("a case", ["name", "description", "given", "earlier", "call", "expect", "calls"], []);

    public static KeySet Given { get; } = new("what is given", Facts, []);

    public static KeySet Call { get; } = new("a call", CallKeys, []);

    public static KeySet ExpectedCall { get; } = new("a call", [.. CallKeys, "expect"], []);

    public static KeySet Agent { get; } = new("an agent", CallLineReader.AgentKeys, []);

    public static KeySet User { get; } = new("a user", CallLineReader.UserKeys, []);

    public static KeySet Expect { get; } = new(
        "an expectation",
        ["decision", "status", "rule", "policy", "code", "reason", "effective_args", "retry_after_seconds", "observed", "result"],
        []);

    public static KeySet Observed { get; } = new("what is observed", ["decision", "code", "policy", "rule"], []);
}
