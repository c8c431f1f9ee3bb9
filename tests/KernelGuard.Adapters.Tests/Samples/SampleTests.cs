using Xunit;

namespace KernelGuard.Adapters.Tests.Samples;

public sealed class SampleTests
{
    [Theory]
    [InlineData("02-semantic-kernel", "semantic-kernel", "en-US")]
    [InlineData("02-semantic-kernel", "semantic-kernel", "de-DE")]
    [InlineData("03-extensions-ai", "extensions-ai", "en-US")]
    [InlineData("03-extensions-ai", "extensions-ai", "ar-SA")]
    [Trait("Requirement", "S1-23")]
    [Trait("Requirement", "S4-63")]
    [Trait("Requirement", "S4-64")]
    public async Task Run_WithoutAKey_PrintsTheCommittedOutput(string folder, string assembly, string culture) =>
        Assert.Equal(
            Repository.Read($"samples/{folder}/expected-output.txt"),
            await SampleProgram.RunAsync(folder, assembly, ("LANG", culture.Replace('-', '_') + ".UTF-8")));

    [Fact]
    [Trait("Requirement", "S3-55")]
    public async Task Run_AgainstAServerOfTheProvidersProtocol_IsGoverned()
    {
        await using var server = new AnthropicServer();

        var output = await SampleProgram.RunAsync("03-extensions-ai", "extensions-ai", ("ANTHROPIC_API_KEY", "none"), ("ANTHROPIC_BASE_URL", server.Url));

        Assert.Equal(["refunded 80 USD for order A-1", "refunded 250 USD for order A-1"], output.Split('\n').Where(line => line.StartsWith("tool", StringComparison.Ordinal)).Select(line => line[11..]));
        var told = string.Join('\n', server.Requests.Select(request => request.ToJsonString()));
        Assert.Contains("approval_pending", told, StringComparison.Ordinal);
        Assert.Contains("refund_over_cap", told, StringComparison.Ordinal);
    }
}
