using System.Text;
using KernelGuard.Cli;

namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Runs the command line tool in this process, which is faster than a process of its own.</summary>
public static class CliCall
{
    public static Task<CliResult> RunAsync(params string[] arguments) => RunAsync(arguments, "");

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    public static Task<CliResult> RunAsync(string[] arguments, string input) => RunAsync(arguments, Encoding.UTF8.GetBytes(input));

    public static async Task<CliResult> RunAsync(string[] arguments, byte[] input)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        using var terminal = new Terminal(new MemoryStream(input), output, error);
        var exitCode = await CommandLine.RunAsync(arguments, terminal);
        await terminal.Out.FlushAsync(TestContext.Current.CancellationToken);
        return new CliResult(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
