using BenchmarkDotNet.Attributes;
using KernelGuard.Cel;

namespace KernelGuard.Benchmarks;

/// <summary>The expression language alone.</summary>
[MemoryDiagnoser]
public class CelBenchmarks
{
    private readonly CelEnvironment _environment =
        CelEnvironment.CreateBuilder().AddVariable("args", CelType.Dyn).AddVariable("agent", CelType.Dyn).Build();

    private CelProgram _program = null!;
    private CelVariables _variables = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _program = Compile()!;
        _variables = new CelVariables(_environment)
            .SetObject("args", new Dictionary<string, object?> { ["amount"] = 501L })
            .SetObject("agent", new Dictionary<string, object?> { ["role"] = "support" });
        if (Evaluate() is not { Kind: CelKind.Bool, AsBool: true })
        {
            throw new InvalidOperationException("the condition does not hold");
        }
    }

    [Benchmark]
    public CelValue Evaluate() => _program.Evaluate(_variables);

    [Benchmark]
    public CelProgram? Compile() => _environment.Compile(Workload.Condition, CelType.Bool).Program;
}
