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
    [InlineData("test", "folder", "--min-coverage", "-1")]
    [InlineData("test", "folder", "--min-coverage", "1e1")]
    [InlineData("test", "folder", "--min-coverage", "")]
    [InlineData("decide", "--policy", "p", "--calls", "-", "--quiet=1")]
    [InlineData("audit", "verify", "folder", "--allow-retired=maybe")]
    [InlineData("cel", "eval", "1", "--trace=maybe")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "verify", "a", "b")]
    [InlineData("audit", "no-such-command")]
    public async Task Run_BadUsage_CannotRunAndSaysSoOnStandardError(params string[] arguments)
    {
        var result = (await CliCall.RunAsync(arguments)).Expect(2);

        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--help`", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("check", "{0}", "--tools", "{1}")]
    [InlineData("explain", "--policy", "{0}", "--call", "@{1}")]
    [InlineData("explain", "--policy", "{0}", "--call", "{{}}", "--tools", "{1}")]
    [InlineData("decide", "--policy", "{0}", "--calls", "{1}")]
    [InlineData("decide", "--policy", "{0}", "--calls", "-", "--tools", "{1}")]
    [InlineData("roles", "show", "a", "--policy", "{0}", "--tools", "{1}")]
    [InlineData("cel", "eval", "1", "--input", "{1}")]
    [InlineData("cel", "check", "1", "--schema", "{1}")]
    public async Task Run_FileThatIsNotThere_SaysSoInPlainWords(params string[] arguments)
    {
        using var folder = new TestFolder();
        var policy = folder.Write("p.yaml", "kernelguard: 1\npolicy: p\nroles:\n  a: { may: [A] }\nrules: [{ id: a, tool: A, effect: allow }]\n");
        foreach (var file in new[] { "", folder["missing.json"], folder["missing/x.json"] })
        {
            var result = await CliCall.RunAsync([.. arguments.Select(argument => argument.Replace("{0}", policy, StringComparison.Ordinal)
                .Replace("{1}", file, StringComparison.Ordinal).Replace("{{}}", "{\"tool\":\"A\"}", StringComparison.Ordinal))]);

            Assert.True(result.ExitCode == 2 && !result.Error.Contains("inside kernelguard", StringComparison.Ordinal), $"{file}: {result.Output}{result.Error}");
            Assert.DoesNotContain("Parameter", result.Error, StringComparison.Ordinal);
        }
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
