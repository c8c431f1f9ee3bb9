using BenchmarkDotNet.Attributes;
using KernelGuard.Evidence;

namespace KernelGuard.Benchmarks;

/// <summary>Verifying a ledger of a million records.</summary>
[MemoryDiagnoser]
public class VerifyBenchmarks
{
    private const int Records = 1_000_000;
    private DirectoryInfo _folder = null!;

    private string Ledger => Path.Combine(_folder.FullName, "ledger");

    [GlobalSetup]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("kernelguard-");
        WriteLedgerAsync().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void TearDown() => _folder.Delete(recursive: true);

    [Benchmark]
    public LedgerVerification VerifyAMillionRecords()
    {
        var result = LedgerVerifier.VerifyAsync(Ledger).GetAwaiter().GetResult();
        return result.Ok && result.RecordCount == Records
            ? result
            : throw new InvalidOperationException($"{result.RecordCount} records, {result.Findings.Count} findings");
    }

    private async Task WriteLedgerAsync()
    {
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
}
