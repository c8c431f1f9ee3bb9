using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KernelGuard.Benchmarks;

/// <summary>Runs benchmarks: all of them, those that BenchmarkDotNet's arguments choose, or <c>--percentiles</c> alone.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["--percentiles"])
        {
            await Percentiles.PrintAsync(Console.Out);
            return 0;
        }

        // In process: generated projects would be built under this repository's rules, which are not made for them.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, DefaultConfig.Instance.AddJob(job));
        return 0;
    }
}
