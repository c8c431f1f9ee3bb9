namespace KernelGuard.Hosts.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_NoArguments_PrintsHelp()
    {
        var result = (await CliProcess.RunAsync([])).Expect(0);

        Assert.Contains("kernelguard [command]", result.Output, StringComparison.Ordinal);
        Assert.All(["check", "policy", "halt", "resume", "explain", "test", "format", "decide", "audit"], command => Assert.Contains($"  {command} ", result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Version_PrintsVersion() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", (await CliProcess.RunAsync(["--version"])).Expect(0).Output);

    [Theory]
    [InlineData("--help")]
    [InlineData("audit")]
    [InlineData("audit", "--help")]
    [InlineData("audit", "verify", "--help")]
    [InlineData("check", "--help")]
    [InlineData("policy")]
    [InlineData("policy", "show", "--help")]
    [InlineData("halt", "--help")]
    [InlineData("resume", "--help")]
    [InlineData("explain", "--help")]
    [InlineData("test", "--help")]
    [InlineData("format", "--help")]
    [InlineData("decide", "--help")]
    public async Task Run_Help_IsFine(params string[] arguments) =>
        Assert.Contains("Usage:", (await CliCall.RunAsync(arguments)).Expect(0).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("--no-such-option")]
    [InlineData("check")]
    [InlineData("check", "policy.yaml", "--no-such-option")]
    [InlineData("explain")]
    [InlineData("explain", "--policy")]
    [InlineData("decide", "--policy", "policy.yaml")]
    [InlineData("policy", "show")]
    [InlineData("halt")]
    [InlineData("resume")]
    [InlineData("test")]
    [InlineData("test", "folder", "--no-such-option")]
    [InlineData("test", "folder", "--min-coverage", "101")]
    [InlineData("test", "folder", "--min-coverage", "many")]
    [InlineData("test", "folder", "--min-coverage", "90", "--filter", "x")]
    [InlineData("format")]
    [InlineData("format", "folder", "--no-such-option")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "verify", "a", "b")]
    [InlineData("audit", "no-such-command")]
    public async Task Run_BadUsage_CannotRunAndSaysSoOnStandardError(params string[] arguments)
    {
        var result = (await CliCall.RunAsync(arguments)).Expect(2);

        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--help`", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Run_BadUsage_EndsTheProcessWith2() => (await CliProcess.RunAsync(["decide"])).Expect(2);

    [Theory]
    [InlineData("decide", "--policy", "missing", "--calls", "-")]
    [InlineData("explain", "--policy", "missing", "--call", "{\"tool\":\"t\"}")]
    [InlineData("policy", "show", "--policy", "missing")]
    [InlineData("halt", "--policy", "missing")]
    [InlineData("resume", "--policy", "missing")]
    public async Task Run_MissingPolicy_CannotRun(params string[] arguments) =>
        Assert.Contains("no such file or folder", (await CliCall.RunAsync(arguments)).Expect(2).Error, StringComparison.Ordinal);
}
