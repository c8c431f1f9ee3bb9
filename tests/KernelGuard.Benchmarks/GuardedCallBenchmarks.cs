using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;
using KernelGuard.Enforcement;

namespace KernelGuard.Benchmarks;

/// <summary>A whole call through the guard, evidence in memory, against the same callback called directly.</summary>
[MemoryDiagnoser]
public class GuardedCallBenchmarks
{
    private const int Rules = 100;
    private readonly ToolCall _call = Workload.Call(Rules);
    private readonly Func<FrozenObject, CancellationToken, ValueTask<object?>> _tool = static (_, _) => new ValueTask<object?>("done");
    private ToolCallGuard _guard = null!;
    private IDisposable _scope = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _guard = Workload.Guard(Workload.OnDistinctTools(Rules));
        _scope = Workload.Act(_guard);
    }

    [GlobalCleanup]
    public void TearDown()
    {
        _scope.Dispose();
        Workload.Close(_guard);
    }

    [Benchmark(Baseline = true)]
    public ValueTask<object?> Bare() => _tool(FrozenObject.Empty, CancellationToken.None);

    [Benchmark]
    public ValueTask<ToolCallOutcome> Guarded() => _guard.InvokeAsync(_call, _tool);
}
