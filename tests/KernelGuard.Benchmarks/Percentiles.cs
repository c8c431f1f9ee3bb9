using System.Diagnostics;
using System.Globalization;

namespace KernelGuard.Benchmarks;

/// <summary>What BenchmarkDotNet's mean does not show: how long the slow decisions take.</summary>
internal static class Percentiles
{
    private const int Runs = 1_000_000;

    public static async Task PrintAsync(TextWriter output)
    {
        foreach (var rules in (int[])[100, 10_000])
        {
            await using var guard = Workload.Guard(Workload.OnDistinctTools(rules));
            using var scope = Workload.Act(guard);
            await MeasureAsync(guard, rules, Runs / 10);
            var ticks = await MeasureAsync(guard, rules, Runs);
            Array.Sort(ticks);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{rules} rules, {Runs} decisions: p50 {At(ticks, 0.5):F2} us, p99 {At(ticks, 0.99):F2} us, p99.9 {At(ticks, 0.999):F2} us, max {At(ticks, 1):F0} us"));
        }
    }

    private static async Task<long[]> MeasureAsync(ToolCallGuard guard, int rules, int runs)
    {
        var call = Workload.Call(rules);
        var ticks = new long[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await guard.DecideAsync(call);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        return ticks;
    }

    private static double At(long[] sorted, double share) =>
        sorted[(int)Math.Ceiling(share * sorted.Length) - 1] * 1_000_000.0 / Stopwatch.Frequency;
}
