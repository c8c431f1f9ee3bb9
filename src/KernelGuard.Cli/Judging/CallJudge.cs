using KernelGuard.Calls;
using KernelGuard.Cli.CallLines;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Judging;

/// <summary>Judges recorded calls with a guard, one after the other, at the time at which they were made. What a tool returned comes from the record.</summary>
internal sealed class CallJudge : IAsyncDisposable
{
    private readonly LineClock _clock = new();
    private readonly SequentialDecisionIdSource _ids = DecisionIdSource.Sequential();
    private readonly ToolCallGuard _guard;

    /// <summary>Creates a judge.</summary>
    /// <param name="policyPath">A policy file or folder.</param>
    /// <param name="tools">All tools that exist; null means that any may.</param>
    /// <param name="evidenceFolder">Where a ledger is written; null means nowhere.</param>
    /// <param name="watch">Sees what rules said of each call as it was sent and as it was decided on.</param>
    /// <exception cref="CannotRunException">The policies or tools cannot be used.</exception>
    public CallJudge(
        string policyPath, IReadOnlyList<ToolDescriptor>? tools, string? evidenceFolder = null, Action<RuleLook, RuleLook>? watch = null) =>
        _guard = GuardFiles.CreateGuard(policyPath, options =>
        {
            options.Tools = tools;
            options.TimeProvider = _clock;
            options.DecisionIds = _ids;
            options.WaitsForThrottles = false;
            options.Watch = watch;

            // Equal input gives equal output: what becomes of the files meanwhile is no part of the input. A HALT file is obeyed nevertheless.
            options.ReloadOnChange = false;
            if (evidenceFolder is not null)
            {
                options.Evidence.UseFile(evidenceFolder);
            }
        });

    /// <summary>Judges a call, and lets it run where the policy permits it: history and tickets are kept for the calls after it.</summary>
    /// <param name="line">The call; it names a tool.</param>
    /// <param name="number">The number of its line, which is the last part of the decision's id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async ValueTask<JudgedLine> JudgeAsync(CallLine line, long number, CancellationToken cancellationToken)
    {
        _clock.Set(line.Time);
        _ids.ContinueAt((ulong)number);
        using var scope = _guard.BeginScope(line.Session, line.Agent, line.User);
        var judged = await _guard.JudgeAsync(ToCall(line), cancellationToken);
        try
        {
            var outcome = await judged.RunAsync((_, _) => Replay(line), cancellationToken);
            return new JudgedLine(line, outcome.Decision, outcome.Refusal) { Result = outcome.Refusal is null ? outcome.Result : null };
        }
        catch (RecordedToolFailure)
        {
            // The guard records the tool's failure and throws it on: the call ran.
            return new JudgedLine(line, judged.Decision, Refusal: null);
        }
    }

    public ValueTask DisposeAsync() => _guard.DisposeAsync();

    private static ValueTask<object?> Replay(CallLine line) =>
        line.Error is null ? ValueTask.FromResult<object?>(line.Result) : throw new RecordedToolFailure(line.Error);

    // A recording need not say where a tool came from: it then came from where the policies want it.
    private ToolCall ToCall(CallLine line) => new(line.Tool!)
    {
        Source = line.Source ?? _guard.SourceOf(line.Tool!),
        ArgumentsJson = line.ArgumentsJson,
        CallId = line.Id,
        BatchId = line.Batch,
        IsDirect = line.IsDirect,
        NeedsApproval = line.NeedsApproval,
        FollowsToolResults = line.FollowsToolResults,
        Resource = line.Resource,
        Context = line.Context,
        Environment = line.Environment,
    };
}
