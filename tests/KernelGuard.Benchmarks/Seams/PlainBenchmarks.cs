using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;
using KernelGuard.Enforcement;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>A callback of the application.</summary>
public class PlainBenchmarks : SeamBenchmarks
{
    private readonly ToolCall _call = Workload.Call(Rules);
    private readonly Func<FrozenObject, CancellationToken, ValueTask<object?>> _tool = static (_, _) => new ValueTask<object?>(Workload.Done);
    private ToolCallGuard _guard = null!;

    [Benchmark(Baseline = true)]
    public ValueTask<object?> Bare() => _tool(FrozenObject.Empty, CancellationToken.None);

    [Benchmark]
    public ValueTask<ToolCallOutcome> Guarded() => _guard.InvokeAsync(_call, _tool);

    private protected override void Prepare(ToolCallGuard guard)
    {
        _guard = guard;
        Workload.Check(Workload.Wait(Guarded().AsTask()).Result);
    }
}
