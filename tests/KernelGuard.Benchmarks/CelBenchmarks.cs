using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KernelGuard.Cel;

namespace KernelGuard.Benchmarks;

/// <summary>The expression language alone.</summary>
[MemoryDiagnoser]
public class CelBenchmarks
{
    // All evaluations of a benchmark are on one activation, whose limit they would reach.
    private readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .WithLimits(CelLimits.Default with { MaxCostPerActivation = int.MaxValue })
        .AddVariable("args", CelType.Dyn)
        .AddVariable("agent", CelType.Dyn)
        .Build();

    private CelProgram _program = null!;
    private CelVariables _variables = null!;

    public static IEnumerable<string> Sources =>
    [
        "args.amount > 500",
        """agent.role in ["finance"]""",
        Workload.Condition,
        "has(args.amount) && args.amount > 500",
        "args.items.exists(i, i.price > 100)",
        """args.email.matches('^[a-z0-9.]+@example\\.com$')""",
    ];

    [ParamsSource(nameof(Sources))]
    public string Source { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _program = Compile()!;
        var items = JsonDocument.Parse("""[{"price": 5}, {"price": 50}, {"price": 500}]""").RootElement;
        _variables = new CelVariables(_environment)
            .SetObject("args", new Dictionary<string, object?> { ["amount"] = 501L, ["items"] = items, ["email"] = "jane.doe7@example.com" })
            .SetObject("agent", new Dictionary<string, object?> { ["role"] = Source == Workload.Condition ? "support" : "finance" });
        if (Evaluate() is not { Kind: CelKind.Bool, AsBool: true })
        {
            throw new InvalidOperationException("the condition does not hold");
        }
    }

    [Benchmark]
    public CelValue Evaluate() => _program.Evaluate(_variables);

    [Benchmark]
    public CelProgram? Compile() => _environment.Compile(Source, CelType.Bool).Program;
}
