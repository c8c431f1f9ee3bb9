using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace KernelGuard.Benchmarks.Seams;

/// <summary>A turn of a chat client in which the model makes one call; the model itself takes no time.</summary>
public class ChatBenchmarks : SeamBenchmarks
{
    private ChatOptions _options = null!;
    private IChatClient _bare = null!;
    private IChatClient _guarded = null!;

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> Bare() => _bare.GetResponseAsync("go", _options);

    [Benchmark]
    public Task<ChatResponse> Guarded() => _guarded.GetResponseAsync("go", _options);

    private protected override void Prepare(ToolCallGuard guard)
    {
        var tool = Workload.Tool(Rules - 1);
        _options = new ChatOptions { Tools = [AIFunctionFactory.Create(Workload.Run, tool)] };
        _bare = new OneCallModel(tool).AsBuilder().UseFunctionInvocation().Build();
        _guarded = new OneCallModel(tool).AsBuilder().UsePolicy(guard).Build();
        Workload.Check(Workload.Wait(Bare()).Text);
        Workload.Check(Workload.Wait(Guarded()).Text);
    }
}
