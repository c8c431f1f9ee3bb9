namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Calls with the decisions they must get, to the byte.</summary>
internal static class GoldenFiles
{
    public static string Policy { get; } = PathOf("policy.yaml");

    public static string Tools { get; } = PathOf("tools.json");

    public static string Calls { get; } = PathOf("calls.jsonl");

    public static string Expected { get; } = File.ReadAllText(PathOf("expected.jsonl"));

    /// <summary>The arguments of a run over the calls.</summary>
    public static string[] Decide { get; } = ["decide", "--policy", Policy, "--calls", Calls, "--tools", Tools];

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Cli", "Golden", name);
}
