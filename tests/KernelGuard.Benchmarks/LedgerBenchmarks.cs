using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;

namespace KernelGuard.Benchmarks;

/// <summary>Guarded calls with a ledger on disk, 256 in flight: each waits until its decision is synced.</summary>
[MemoryDiagnoser]
public class LedgerBenchmarks
{
    private const int Rules = 100;
    private const int InFlight = 256;
    private const int CallsEach = 40;
    private readonly ToolCall _call = Workload.Call(Rules);
    private readonly Func<FrozenObject, CancellationToken, ValueTask<object?>> _tool = static (_, _) => new ValueTask<object?>("done");
    private DirectoryInfo _folder = null!;
    private ToolCallGuard _guard = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("kernelguard-");
        var policy = Path.Combine(_folder.FullName, "policy.yaml");
        File.WriteAllText(policy, Workload.OnDistinctTools(Rules));
        _guard = ToolCallGuard.Create(policy, options => options.Evidence.UseFile(Path.Combine(_folder.FullName, "ledger")));
    }

    [GlobalCleanup]
    public void TearDown()
    {
        Workload.Close(_guard);
        _folder.Delete(recursive: true);
    }

    [Benchmark(OperationsPerInvoke = InFlight * CallsEach)]
    public void CallWithDurableEvidence() =>
        Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(OneAfterTheOtherAsync))).GetAwaiter().GetResult();

    private async Task OneAfterTheOtherAsync()
    {
        using var scope = Workload.Act(_guard);
        for (var i = 0; i < CallsEach; i++)
        {
            var outcome = await _guard.InvokeAsync(_call, _tool);
            if (!outcome.Executed)
            {
                throw new InvalidOperationException(outcome.Refusal!.Message);
            }
        }
    }
}
