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
        Assert.All(result.JsonLines, line => Assert.Equal("permitted", line.GetProperty("status").GetString()));
    }
}
