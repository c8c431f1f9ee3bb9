using System.Diagnostics;
using Xunit;

namespace KernelGuard.Adapters.Tests.Samples;

/// <summary>A sample, built with the tests and run as a process of its own.</summary>
internal static class SampleProgram
{
    public static async Task<string> RunAsync(string folder, string assembly, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.SampleProgram(folder, assembly)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ANTHROPIC_API_KEY");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return output.ReplaceLineEndings("\n");
    }
}
