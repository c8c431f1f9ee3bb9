using BenchmarkDotNet.Attributes;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace KernelGuard.Benchmarks;

/// <summary>One decision without evidence, among rules on many tools.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private ToolCallGuard _guard = null!;
    private ToolCall _call = null!;
    private IDisposable _scope = null!;
    private RulePipeline _pipeline = null!;
    private ToolCallRequest _request = null!;

    [Params(10, 100, 10_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var policy = Workload.OnDistinctTools(Rules);
        _guard = Workload.Guard(policy);
        _call = Workload.Call(Rules);
        _scope = Workload.Act(_guard);

        var set = PolicyLoader.Load([new PolicySource("policy.yaml", policy)]).Set!;
        var settings = new PipelineSettings(set.Digest, set.Mode, RunsWithoutEvidence: false, AllowUnbound: false, []);
        var (tools, _) = ToolCatalogue.Create([], closed: false, set.Tools, new CallLimits());
        var index = new ToolIndex(set.Rules, set.Scopes);
        var source = new HostSource(TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance);
        var facts = new FactFinder([], [], index, [], new FactOptions().Providers, new FactCache(new FactOptions(), source, TimeProvider.System));
        var completer = new RequestCompleter(set.Mode, new AgentRegistry(set.Agents, hasRoles: false, directory: null, source), facts);
        _pipeline = new RulePipeline(index, new JudgingParts(settings, tools, completer, new UsageStore(), source), new CallHistory());
        var now = TimeProvider.System.GetUtcNow();
        _request = tools.Normalize(_call, new Caller("session-1", "support-bot", "u7"), DecisionIdSource.Create().NextId(now), now);
    }

    [GlobalCleanup]
    public void TearDown()
    {
        _scope.Dispose();
        Workload.Close(_guard);
    }

    /// <summary>From the frozen request to the verdict.</summary>
    [Benchmark]
    public async ValueTask<Decision> Judge() => (await _pipeline.DecideAsync(_request, _call, reserves: true, waited: null, CancellationToken.None)).Decision;

    /// <summary>From the call as the host has it to the verdict.</summary>
    [Benchmark]
    public ValueTask<Decision> Decide() => _guard.DecideAsync(_call);
}
