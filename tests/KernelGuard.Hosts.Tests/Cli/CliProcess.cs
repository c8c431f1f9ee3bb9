using System.Diagnostics;
using System.Text;

namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Runs the built command line tool as a process of its own, the way users do.</summary>
public static class CliProcess
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "KernelGuard.Cli.dll");

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="culture">The culture of its environment, such as <c>tr_TR</c>.</param>
    /// <param name="workingFolder">Where it runs.</param>
    public static async Task<CliResult> RunAsync(IEnumerable<string> arguments, string input = "", string? culture = null, string? workingFolder = null)
    {
        using var process = Start(arguments, culture, workingFolder);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it; the caller talks to it.</summary>
    public static Process Start(IEnumerable<string> arguments, string? culture = null, string? workingFolder = null)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            WorkingDirectory = workingFolder ?? AppContext.BaseDirectory,
        };
        if (culture is not null)
        {
            start.Environment["LANG"] = $"{culture}.UTF-8";
            start.Environment["LC_ALL"] = $"{culture}.UTF-8";
        }

        return Process.Start(start)!;
    }
}
