using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Benchmarks;

/// <summary>One decision where a thousand rules concern the tool.</summary>
[MemoryDiagnoser]
public class OneToolBenchmarks
{
    private const int Rules = 1000;
    private readonly ToolCall _call = Workload.Call(Rules);
    private ToolCallGuard _guard = null!;
    private IDisposable _scope = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _guard = Workload.Guard(Workload.OnOneTool(Rules));
        _scope = Workload.Act(_guard);
    }

    [GlobalCleanup]
    public void TearDown()
    {
        _scope.Dispose();
        Workload.Close(_guard);
    }

    [Benchmark]
    public ValueTask<Decision> DecideByAThousandRules() => _guard.DecideAsync(_call);
}
