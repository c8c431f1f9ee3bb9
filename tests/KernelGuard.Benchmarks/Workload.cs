using System.Globalization;
using System.Text;
using KernelGuard.Calls;

namespace KernelGuard.Benchmarks;

/// <summary>Policies and calls to measure with.</summary>
internal static class Workload
{
    /// <summary>What the tool returns.</summary>
    public const string Done = "done";

    public const string Condition = """args.amount > 500 && !(agent.role in ["finance"])""";

    /// <summary>A call to the last of the tools, with three arguments; a policy of <see cref="OnDistinctTools"/> permits it.</summary>
    public static ToolCall Call(int rules) => new(Tool(rules - 1), Arguments());

    public static Dictionary<string, object?> Arguments() => new() { ["order"] = "A-1001", ["amount"] = 120, ["currency"] = "USD" };

    /// <summary>What the tool is where it is a method.</summary>
    public static string Run(string order, int amount, string currency) => Done;

    /// <summary>Fails where a call that is measured did not reach the tool.</summary>
    public static void Check(object? result)
    {
        if (result?.ToString() != Done)
        {
            throw new InvalidOperationException($"the measured call came to `{result}`");
        }
    }

    /// <summary>Waits for what is made ready; see <see cref="Close"/>.</summary>
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>One rule for each of many tools.</summary>
    public static string OnDistinctTools(int rules) => Document(Enumerable.Range(0, rules).Select(i =>
        $$"""  - { id: r{{i}}, tool: {{Tool(i)}}, when: 'args.amount > 0 && args.amount < {{1000 + i}}', effect: allow }"""));

    /// <summary>Many rules on one tool, each with another constant; all of them are judged, and the last permits.</summary>
    public static string OnOneTool(int rules) => Document(Enumerable.Range(0, rules).Select(i =>
        $$"""  - { id: r{{i}}, tool: {{Tool(rules - 1)}}, when: 'args.amount == {{121 - rules + i}}', effect: allow }"""));

    /// <summary>A guard over one policy text.</summary>
    public static ToolCallGuard Guard(string policy)
    {
        var folder = Directory.CreateTempSubdirectory("kernelguard-");
        File.WriteAllText(Path.Combine(folder.FullName, "policy.yaml"), policy);
        var guard = ToolCallGuard.Create(folder.FullName, options => options.ReloadOnChange = false);
        folder.Delete(recursive: true);
        return guard;
    }

    public static IDisposable Act(ToolCallGuard guard) => guard.BeginScope("session-1", "support-bot", "u7");

    /// <summary>Closes a guard. It waits: benchmarks that run in process are not waited for where set-up or clean-up is asynchronous.</summary>
    public static void Close(ToolCallGuard guard) => guard.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public static string Tool(int number) => string.Create(CultureInfo.InvariantCulture, $"Tools.Number{number}");

    private static string Document(IEnumerable<string> rules) =>
        new StringBuilder("kernelguard: 1\npolicy: measured\nrules:\n").AppendJoin('\n', rules).Append('\n').ToString();
}
