using System.Text.Json;

namespace KernelGuard.Hosts.Tests.Cli;

public sealed class RetailAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decide_RecordedRetailCalls_AreAllJudged()
    {
        var data = Repository.SharedData("vectors/retail-agent");
        var result = (await CliProcess.RunAsync(
        [
            "decide",
            "--policy", _folder.Write("p.yaml", Policies.Permissive),
            "--calls", Path.Combine(data, "calls.jsonl"),
            "--tools", Path.Combine(data, "tools.json"),
        ])).Expect(0);

        Assert.Empty(result.Error);
        Assert.Equal(441, result.JsonLines.Count);

        // What a permissive policy lets through is stopped only where the arguments break a tool's schema, as in a few calls made to be refused.
        var refused = result.JsonLines.Where(line => line.GetProperty("status").GetString() != "permitted").ToList();
        Assert.All(refused, line => Assert.Equal("invalid_argument", line.GetProperty("code").GetString()));
        Assert.Subset(
            await IdsToRefuseAsync(Path.Combine(data, "expected.jsonl")), refused.Select(line => line.GetProperty("id").GetString()!).ToHashSet());
    }

    private static async Task<HashSet<string>> IdsToRefuseAsync(string path) =>
    [
        .. (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("expect").GetString() == "deny")
            .Select(line => line.GetProperty("id").GetString()!),
    ];
}
