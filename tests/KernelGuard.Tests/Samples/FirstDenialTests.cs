using System.Diagnostics;
using System.Text.Json;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Samples;

public sealed class FirstDenialTests
{
    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S1-23")]
    [Trait("Requirement", "S2-36")]
    public async Task Run_OnAnyMachine_PrintsTheCommittedOutput(string culture) =>
        Assert.Equal(Repository.Read("samples/01-first-denial/expected-output.txt"), await RunAsync(culture));

    [Fact]
    [Trait("Requirement", "S2-36")]
    public async Task Record_Again_GivesTheCommittedCalls()
    {
        var folder = Directory.CreateTempSubdirectory("kernelguard-");
        var file = Path.Combine(folder.FullName, "calls.jsonl");

        await RunAsync("de-DE", "--record", file);

        Assert.Equal(Repository.Read("samples/data/first-denial.jsonl"), await File.ReadAllTextAsync(file, TestGuard.Cancellation));
        folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Requirement", "S1-28")]
    public async Task Record_Committed_HoldsWhatDecideReads()
    {
        var lines = Repository.Read("samples/data/first-denial.jsonl").TrimEnd('\n').Split('\n');

        Assert.InRange(lines.Length, 300, 600);
        Assert.All(lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("args").ValueKind);
            Assert.EndsWith("@example.com", json.RootElement.GetProperty("context").GetProperty("customer_email").GetString(), StringComparison.Ordinal);
        });
    }

    private static async Task<string> RunAsync(string culture, params string[] arguments)
    {
        var program = Repository.SampleProgram("01-first-denial", "first-denial");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LANG"] = culture.Replace('-', '_') + ".UTF-8" },
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestGuard.Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(TestGuard.Cancellation);
        await process.WaitForExitAsync(TestGuard.Cancellation);
        Assert.Equal("", await errors);
        return output.ReplaceLineEndings("\n");
    }
}
