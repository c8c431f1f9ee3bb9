using System.Text.Json;
namespace KernelGuard.Hosts.Tests.Cli;

public sealed class RetailAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decide_RecordedRetailCalls_AreAllJudged()
    {
        var data = RepositoryFiles.SharedData(Path.Combine("vectors", "retail-agent"));
        var result = (await CliProcess.RunAsync(
        [
            "decide",
            "--policy", _folder.Write("p.yaml", Policies.Permissive),
            "--calls", Path.Combine(data, "calls.jsonl"),
            "--tools", Path.Combine(data, "tools.json"),
        ])).Expect(0);

        Assert.Empty(result.Error);
        Assert.Equal(441, result.JsonLines.Count);

        // The policy permits everything, so what is refused is refused by the tools' schemas: only calls that break the retailer's own rules.
        var violations = File.ReadLines(Path.Combine(data, "expected.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(expected => expected.GetProperty("expect").GetString() == "deny")
            .Select(expected => expected.GetProperty("id").GetString())
            .ToHashSet();
        var refused = result.JsonLines.Where(line => line.GetProperty("status").GetString() != "permitted").ToList();
        Assert.All(refused, line => Assert.Equal("invalid_argument", line.GetProperty("code").GetString()));
        Assert.All(refused, line => Assert.Contains(line.GetProperty("id").GetString(), violations));
    }
}
