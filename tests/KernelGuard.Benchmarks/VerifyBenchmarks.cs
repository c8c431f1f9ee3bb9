using BenchmarkDotNet.Attributes;
using KernelGuard.Evidence;

namespace KernelGuard.Benchmarks;

/// <summary>Verifying a ledger of 100,000 records, the last of which are as cheap as the first.</summary>
[MemoryDiagnoser]
public class VerifyBenchmarks
{
    private const int Records = 100_000;
    private DirectoryInfo _folder = null!;

    private string Ledger => Path.Combine(_folder.FullName, "ledger");

    [GlobalSetup]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("kernelguard-");
        var policy = Path.Combine(_folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(policy, Workload.OnDistinctTools(100));
        await using var guard = ToolCallGuard.Create(policy, options => options.Evidence.UseFile(Ledger));
        var call = Workload.Call(100);

        // Two records for each call.
        await Parallel.ForAsync(0, Records / 2, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (_, cancellationToken) =>
        {
            using var scope = Workload.Act(guard);
            await guard.InvokeAsync(call, static (_, _) => new ValueTask<object?>("done"), cancellationToken);
        });
    }

    [GlobalCleanup]
    public void TearDown() => _folder.Delete(recursive: true);

    [Benchmark]
    public async Task<LedgerVerification> VerifyOneHundredThousandRecords()
    {
        var result = await LedgerVerifier.VerifyAsync(Ledger);
        return result.Ok ? result : throw new InvalidOperationException(result.Findings[0].ToString());
    }
}
