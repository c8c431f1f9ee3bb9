using System.Diagnostics;
using Xunit;

namespace KernelGuard.Adapters.Tests.Samples;

/// <summary>A sample, built with the tests and run as a process of its own.</summary>
internal static class SampleProgram
{
    public static string Root { get; } = FindRoot();

    public static Task<string> ExpectedAsync(string folder) =>
        File.ReadAllTextAsync(Path.Combine(Root, "samples", folder, "expected-output.txt"), TestContext.Current.CancellationToken);

    public static async Task<string> RunAsync(string folder, string assembly, params (string Name, string Value)[] environment)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Root, "samples", folder, "bin", own.Parent!.Name, own.Name, assembly + ".dll");
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
        return output;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KernelGuard.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
