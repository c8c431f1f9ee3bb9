namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class HaltCommandsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Halt_ThenResume_AreDoneOnce()
    {
        _folder.Write("p.yaml", Policies.Permissive);

        Assert.StartsWith("halted: ", (await CliCall.RunAsync("halt", "--policy", _folder.Path, "--reason", "first")).Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("was halted before: ", (await CliCall.RunAsync("halt", "--policy", _folder["p.yaml"], "--reason", "second")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("first\n", await File.ReadAllTextAsync(_folder["HALT"], TestContext.Current.CancellationToken));
        Assert.StartsWith("resumed: ", (await CliCall.RunAsync("resume", "--policy", _folder["p.yaml"])).Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("was not halted: ", (await CliCall.RunAsync("resume", "--policy", _folder.Path)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal([_folder["p.yaml"]], Directory.GetFiles(_folder.Path));
    }
}
