using BenchmarkDotNet.Attributes;
using Microsoft.SemanticKernel;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>A function of a kernel, invoked directly.</summary>
public class KernelBenchmarks : SeamBenchmarks
{
    private Kernel _bare = null!;
    private Kernel _guarded = null!;
    private string[] _name = null!;

    [Benchmark(Baseline = true)]
    public Task<FunctionResult> Bare() => InvokeAsync(_bare);

    [Benchmark]
    public Task<FunctionResult> Guarded() => InvokeAsync(_guarded);

    private protected override void Prepare(ToolCallGuard guard)
    {
        _name = Workload.Tool(Rules - 1).Split('.');
        _bare = NewKernel();
        _guarded = NewKernel().AddPolicyFilter(guard).EnsureGuarded();
        Workload.Check(Workload.Wait(Bare()).ToString());
        Workload.Check(Workload.Wait(Guarded()).ToString());
    }

    private Kernel NewKernel()
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions(_name[0], [KernelFunctionFactory.CreateFromMethod(Workload.Run, _name[1])]);
        return kernel;
    }

    private Task<FunctionResult> InvokeAsync(Kernel kernel) => kernel.InvokeAsync(_name[0], _name[1], new KernelArguments(Workload.Arguments()));
}
