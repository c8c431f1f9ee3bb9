using BenchmarkDotNet.Attributes;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>A whole call through one seam of the guard, evidence in memory, against the same call without a guard.</summary>
[MemoryDiagnoser]
public abstract class SeamBenchmarks
{
    private protected const int Rules = 100;
    private ToolCallGuard _guard = null!;
    private IDisposable _scope = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _guard = Workload.Guard(Workload.OnDistinctTools(Rules));
        _scope = Workload.Act(_guard);
        Prepare(_guard);
    }

    [GlobalCleanup]
    public void TearDown()
    {
        _scope.Dispose();
        Workload.Close(_guard);
    }

    /// <summary>Makes both sides, and makes sure that they come to the same.</summary>
    private protected abstract void Prepare(ToolCallGuard guard);
}
