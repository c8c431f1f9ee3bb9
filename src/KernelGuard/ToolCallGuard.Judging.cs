using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Telemetry;

namespace KernelGuard;

/// <content>How a call is judged, before its decision is recorded.</content>
public sealed partial class ToolCallGuard
{
    // A throttle may let the guard wait for room instead of refusing: the call is then judged again, by the same policies, as made at that time.
    // Its values are those that it was made with: they are read once.
    private async ValueTask<(ToolCallRequest Request, PipelineResult Result)> DecideAsync(
        ToolCall call, PolicySnapshot policy, bool reserves, CallReport report, CancellationToken cancellationToken)
    {
        ToolCallRequest? request = null;
        try
        {
            var sent = request = Normalize(call, policy);                                   // Calls/, Tools/   frozen, normalised facts
            var (waited, start) = (_waits && reserves ? TimeSpan.Zero : (TimeSpan?)null, default(long?));
            while (true)
            {
                var halt = _killSwitch.NextHalt;
                request = await policy.Completer.CompleteAsync(sent, cancellationToken);    // Facts/           who acts, on what
                var result = await DecideAsync(request, call, policy, reserves, waited, cancellationToken); // Rules/, State/ -> Decisions/
                report.Mark(TelemetryEvents.Decided);
                if (result.Wait is not { } wait)
                {
                    return (request, result);
                }

                start ??= _time.GetTimestamp();
                await halt.WaitAsync(wait, _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                cancellationToken.ThrowIfCancellationRequested();
                waited = _time.GetElapsedTime(start.Value);
                var now = _time.GetUtcNow();
                sent = sent.MadeAgain(_ids.NextId(now), now, _callers.Current);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever throws inside the guard denies: a fault must neither run the tool nor end the agent's run.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            request ??= Normalize(call, policy, DateTimeOffset.UnixEpoch);                  // the clock fails
            return (request, new PipelineResult(Fail(request, policy, fault), null));
        }
    }

    private async ValueTask<PipelineResult> DecideAsync(
        ToolCallRequest request, ToolCall call, PolicySnapshot policy, bool reserves, TimeSpan? waited, CancellationToken cancellationToken)
    {
        if (_killSwitch.Decide(request, policy) is { } halted)
        {
            policy.Pipeline.Meet(request);
            return new PipelineResult(halted, null);
        }

        return await policy.Pipeline.DecideAsync(request, call, reserves, waited, cancellationToken);
    }

    private Decision Fail(ToolCallRequest request, PolicySnapshot policy, Exception fault)
    {
        _reporter.GuardFailed(request, fault);
        return new Decision(request.Id, Effect.Deny, DecisionStatus.GuardError, policy.Set.Digest)
        {
            Code = GuardCodes.GuardFailure,
            Reason = FailureReason,
        };
    }

    private ToolCallRequest Normalize(ToolCall call, PolicySnapshot policy) => Normalize(call, policy, _time.GetUtcNow());

    private ToolCallRequest Normalize(ToolCall call, PolicySnapshot policy, DateTimeOffset now) =>
        policy.Tools.Normalize(call, _callers.Current, _ids.NextId(now), now);
}
