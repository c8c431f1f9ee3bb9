using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>Refuses every call while the host, or a <see cref="HaltFile"/>, says so. Thread-safe.</summary>
/// <param name="folder">Where the file is looked for; null where there is no such place.</param>
/// <param name="notes">Where halting and lifting are recorded.</param>
/// <param name="logger">Where they are logged.</param>
internal sealed class KillSwitch(string? folder, GuardNotes notes, ILogger logger)
{
    // What a model reads. The reason is for people: it may name an incident or a suspicion.
    private const string Message = "All tool calls are halted until a person lifts the halt.";
    private const string ByFile = "a HALT file";

    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(1);
    private readonly Lock _fileLock = new();
    private TaskCompletionSource _nextHalt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostHalt? _byHost;
    private volatile string? _byFile;
    private volatile bool _isClosed;

    /// <summary>Why calls are halted; null where they are not.</summary>
    public string? Reason => Volatile.Read(ref _byHost)?.Reason ?? _byFile ?? (_isClosed ? "the guard is disposed" : null);

    /// <summary>Completes when calls are halted the next time. Who looks first whether they are, and takes this before, misses no halt.</summary>
    public Task NextHalt => Volatile.Read(ref _nextHalt).Task;

    private bool IsOn => _isClosed || Volatile.Read(ref _byHost) is not null || _byFile is not null;

    /// <summary>Halts, at once.</summary>
    public void Halt(string reason, string by)
    {
        var halt = new HostHalt(NoteText.Of(reason));
        Volatile.Write(ref _byHost, halt);
        Report(NoteText.Of(by), halt.Reason);
    }

    /// <summary>Halts for good: the guard is disposed, and looks after nothing any more.</summary>
    public void Close()
    {
        _isClosed = true;
        EndWaits();
    }

    /// <summary>Lifts the host's halt, once that is recorded. A halt that comes meanwhile stays.</summary>
    /// <returns>Whether calls are judged again: not while there is a file.</returns>
    public async ValueTask<bool> ResumeAsync(string by, string? reason, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _byHost) is { } halt)
        {
            await notes.AddFirstAsync("resumed", Lifted(by, reason), cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _byHost, null, halt), halt))
            {
                logger.HaltLifted(NoteText.Of(by));
            }
        }

        return !IsOn;
    }

    /// <summary>Looks for the file. A folder that cannot be looked into changes nothing.</summary>
    public void Look()
    {
        if (folder is null || !HaltFile.TryFind(folder, out var file))
        {
            return;
        }

        lock (_fileLock)
        {
            var before = _byFile;
            if (before is null && file is not null)
            {
                // That it is there halts. What it says comes after, since reading a file can take forever.
                _byFile = NoteText.Of("");
                _byFile = HaltFile.ReadReason(file, ReadTime);
                Report(ByFile, _byFile);
            }
            else if (before is not null && file is null)
            {
                _byFile = null;
                notes.Add("resumed", Lifted(ByFile, null));
                logger.HaltLifted(ByFile);
            }
        }
    }

    /// <summary>The decision on any call while the switch is on; else null.</summary>
    public Decision? Decide(ToolCallRequest request, PolicySnapshot policy)
    {
        if (!IsOn)
        {
            return null;
        }

        return new Decision(request.Id, Effect.Deny, DecisionStatus.Denied, policy.Set.Digest)
        {
            Mode = policy.Set.Mode,
            Code = GuardCodes.Halted,
            Reason = Message,
            IsUnconditional = true,
        };
    }

    /// <summary>The refusal of a call that was judged before the switch was turned on and would run now; else null.</summary>
    public ToolCallOutcome? Stop(Decision decision)
    {
        var runs = decision.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending;
        return IsOn && runs
            ? ToolCallOutcome.Refused(decision, RefusalWriter.Write(decision, DecisionStatus.Denied, GuardCodes.Halted, Message, Retry.Never))
            : null;
    }

    private static Dictionary<string, object?> Lifted(string by, string? reason) =>
        new() { ["by"] = NoteText.Of(by), ["reason"] = reason is null ? null : NoteText.Of(reason) };

    private sealed record HostHalt(string Reason);

    private void Report(string by, string reason)
    {
        EndWaits();
        notes.Add("halted", new Dictionary<string, object?> { ["by"] = by, ["reason"] = reason });
        logger.Halted(by, reason);
    }

    private void EndWaits() => Interlocked.Exchange(ref _nextHalt, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
