using BenchmarkDotNet.Attributes;
using KernelGuard.Policies;

namespace KernelGuard.Benchmarks;

/// <summary>Loading a large policy set: reading, checking, compiling.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    private readonly PolicySource[] _sources =
    [
        .. Enumerable.Range(0, 10).Select(i => new PolicySource(
            $"policy{i}.yaml", Workload.OnDistinctTools(1000).Replace("policy: measured", $"policy: measured{i}", StringComparison.Ordinal))),
    ];

    [Benchmark]
    public PolicyLoadResult LoadTenThousandRules()
    {
        var result = PolicyLoader.Load(_sources);
        return result.HasErrors ? throw new InvalidOperationException(result.Diagnostics[0].ToString()) : result;
    }
}
