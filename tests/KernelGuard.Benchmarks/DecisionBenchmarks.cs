using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Benchmarks;

/// <summary>One decision, from the call as the host has it to the verdict, without evidence.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private ToolCallGuard _guard = null!;
    private ToolCall _call = null!;
    private IDisposable _scope = null!;

    [Params(10, 100, 10_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _guard = Workload.Guard(Workload.OnDistinctTools(Rules));
        _call = Workload.Call(Rules);
        _scope = Workload.Act(_guard);
    }

    [GlobalCleanup]
    public async Task TearDown()
    {
        _scope.Dispose();
        await _guard.DisposeAsync();
    }

    [Benchmark]
    public ValueTask<Decision> Decide() => _guard.DecideAsync(_call);
}
