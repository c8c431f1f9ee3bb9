using BenchmarkDotNet.Attributes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>A function in anybody's loop.</summary>
public class FunctionBenchmarks : SeamBenchmarks
{
    private AIFunction _bare = null!;
    private AIFunction _guarded = null!;

    [Benchmark(Baseline = true)]
    public ValueTask<object?> Bare() => _bare.InvokeAsync(new AIFunctionArguments(Workload.Arguments()));

    [Benchmark]
    public ValueTask<object?> Guarded() => _guarded.InvokeAsync(new AIFunctionArguments(Workload.Arguments()));

    private protected override void Prepare(ToolCallGuard guard)
    {
        _bare = AIFunctionFactory.Create(Workload.Run, Workload.Tool(Rules - 1));
        _guarded = new GuardedAIFunction(_bare, guard);
        Workload.Check(Workload.Wait(Bare().AsTask()));
        Workload.Check(Workload.Wait(Guarded().AsTask()));
    }
}
