using System.Diagnostics.CodeAnalysis;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Telemetry;

namespace KernelGuard;

/// <summary>
/// Stands between the wish to call a tool and the tool: judges every call by policy before it runs, and lets it run, holds it for a person,
/// or refuses it with a result that a model can reason about.
/// </summary>
/// <remarks>
/// Thread-safe. Use one guard for all calls that share tickets and history; dispose it to close its ledger. The guard takes no prompt and no model
/// text, opens no network connection and runs no tool itself: the application's own callback does.
/// </remarks>
public sealed partial class ToolCallGuard : IAsyncDisposable
{
    private const string FailureReason = "The guard failed at this call, so it did not run.";

    private readonly PolicySnapshots _policies;
    private readonly CallerContext _callers;
    private readonly DecisionIdSource _ids;
    private readonly EvidenceRecorder _evidence;
    private readonly Enforcer _enforcer;
    private readonly CallHistory _history;
    private readonly TimeProvider _time;
    private readonly CallReporter _reporter;
    private readonly bool _waits;
    private readonly GuardNotes _notes;
    private readonly PolicyReloader _reloader;
    private readonly KillSwitch _killSwitch;
    private readonly PolicyWatch? _watch;

    internal ToolCallGuard(GuardParts parts)
    {
        _policies = parts.Policies;
        _callers = parts.Callers;
        _ids = parts.Ids;
        _evidence = parts.Evidence;
        _history = parts.History;
        _time = parts.Time;
        _reporter = parts.Reporter;
        _waits = parts.WaitsForThrottles;
        _notes = parts.Notes;
        _reloader = parts.Reloader;
        _killSwitch = parts.KillSwitch;
        _watch = parts.Watch;
        Approvals = parts.Approvals;
        _enforcer = new Enforcer(parts.Approvals, parts.History, parts.Substitutes, new Chronometer(parts.Time));
    }

    /// <summary>The tickets of calls that wait for a person.</summary>
    public ApprovalCoordinator Approvals { get; }

    /// <summary>Who is acting in this asynchronous flow: the innermost scope, completed by the host's defaults.</summary>
    public Caller Caller => _callers.Current;

    /// <summary>The guard's clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>The digest of the policy set in force, as <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string PolicyDigest => _policies.Current.Set.Digest;

    /// <summary>The policy sets that were in force last, at most ten, the one in force first: what the digest of a decision stands for.</summary>
    public IReadOnlyList<PolicyVersion> PolicyVersions => _policies.Versions;

    /// <summary>Whether the policies on disk are in force, and whether calls are halted.</summary>
    public GuardHealth Health => new(_reloader.Problem ?? _watch?.Problem, _killSwitch.Reason);

    /// <summary>Creates a guard.</summary>
    /// <param name="policyPath">A policy file, or a folder of them.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, or permit nothing.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static ToolCallGuard Create(string policyPath, Action<GuardOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policyPath);
        return Create(options =>
        {
            options.PolicyPath = policyPath;
            configure?.Invoke(options);
        });
    }

    /// <summary>Creates a guard: <c>ToolCallGuard.Create(o => { o.PolicyPath = null; o.Rules.Add(rule); })</c> is one of rules in code alone.</summary>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, or permit nothing.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static ToolCallGuard Create(Action<GuardOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new GuardOptions();
        configure(options);
        return GuardBuilder.Build(options);
    }

    /// <summary>The guard of this process for a policy file or folder: without dependency injection all seams of one folder share tickets and history.</summary>
    /// <param name="policyPath">A policy file, or a folder of them; null means <c>policies</c> beside the application.</param>
    /// <returns>The same guard for the same full path, with default options; it lives as long as the process.</returns>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, or permit nothing.</exception>
    public static ToolCallGuard Shared(string? policyPath = null) => SharedGuards.For(policyPath);

    /// <summary>Says who is acting, until the scope is disposed, in this asynchronous flow. Calls made in a scope that was disposed are refused.</summary>
    /// <param name="session">The id of the conversation or run.</param>
    /// <param name="agent">The agent; a string is its id.</param>
    /// <param name="user">The person for whom it acts; a string is the id.</param>
    /// <param name="handoff">Whether the given session and user replace those of an outer scope, which are kept otherwise.</param>
    /// <exception cref="ArgumentException"><paramref name="session"/> is empty.</exception>
    public IDisposable BeginScope(string? session = null, AgentIdentity? agent = null, UserIdentity? user = null, bool handoff = false)
    {
        if (session is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(session);
        }

        return _callers.Begin(session, agent, user, handoff);
    }

    /// <summary>Says who answers approval requests of Microsoft.Extensions.AI, until the scope is disposed, in this asynchronous flow.</summary>
    /// <param name="reviewer">The person, as the host authenticated them. They pass the same checks as in every other channel.</param>
    public IDisposable BeginReviewScope(Reviewer reviewer)
    {
        ArgumentNullException.ThrowIfNull(reviewer);
        return Approvals.BeginReview(reviewer);
    }

    /// <summary>Judges a call and, if policy permits it, runs it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="run">Runs the tool with the judged arguments. Entered at most once, and never before the decision is recorded.</param>
    /// <param name="cancellationToken">Stops waiting; it never skips the check. Passed to <paramref name="run"/>.</param>
    /// <returns>The tool's result, or the refusal. A refusal is a value, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled before the tool was entered.</exception>
    /// <remarks>What <paramref name="run"/> throws is recorded and thrown on.</remarks>
    public async ValueTask<ToolCallOutcome> InvokeAsync(
        ToolCall call, Func<FrozenObject, CancellationToken, ValueTask<object?>> run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(run);
        using var report = _reporter.Start(call);
        return await ApplyAsync(await JudgeAsync(call, report, cancellationToken), run, report, cancellationToken);
    }

    // A question that nothing will run of uses up nothing, and does not wait for room either: it is answered as things are now.
    private async ValueTask<JudgedCall> JudgeAsync(ToolCall call, CallReport report, CancellationToken cancellationToken, bool isQuestion = false)
    {
        var policy = _policies.Current;                                                                        // Policies/ one immutable snapshot per call
        var (request, result) = await DecideAsync(call, policy, !isQuestion, report, cancellationToken);       // Calls/ ... -> Decisions/
        var receipt = await RecordAsync(request, result, report, cancellationToken);                           // Evidence/ before any effect
        return new JudgedCall(this, call, policy, request, result.Decision, receipt)
        {
            JudgingTime = report.Elapsed,
            Reservation = result.Reservation,
        };
    }

    private async ValueTask<ToolCallOutcome> ApplyAsync(
        JudgedCall judged, Func<FrozenObject, CancellationToken, ValueTask<object?>>? run, CallReport report, CancellationToken cancellationToken)
    {
        judged.Use();
        var outcome = await GiveEffectAsync(judged, run, cancellationToken);            // Enforcement/ (-> Approvals/)
        judged.Note(outcome);
        try
        {
            Settle(judged, outcome.Record.Kind);                                        // State/
            await RecordAsync(judged, outcome, report);                                 // Evidence/
        }
#pragma warning disable CA1031 // What was done is done: the caller is told of it whatever fails now.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _reporter.GuardFailed(judged.Request, fault);
        }

        return outcome.OrThrow();
    }

    private async ValueTask<ToolCallOutcome> GiveEffectAsync(
        JudgedCall judged, Func<FrozenObject, CancellationToken, ValueTask<object?>>? run, CancellationToken cancellationToken)
    {
        var (request, decision, receipt) = judged;
        try
        {
            return _killSwitch.Stop(decision) ?? await _enforcer.ApplyAsync(request, decision, receipt.IsRecorded, run, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever throws inside the guard denies: the enforcer throws nothing once the tool was entered.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _reporter.GuardFailed(request, fault);
            return ToolCallOutcome.Refused(
                decision, RefusalWriter.Write(decision, DecisionStatus.GuardError, GuardCodes.GuardFailure, FailureReason, Retry.Never));
        }
    }

    /// <summary>Judges a call and records the decision, without running it yet: for callers that judge several calls before any of them runs.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The judged call. Run it once, or withdraw it.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled before the decision was recorded.</exception>
    public ValueTask<JudgedCall> JudgeAsync(ToolCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return JudgeAsync(call, _reporter.StartWithoutSpan(), cancellationToken);
    }

    /// <summary>Takes the judged call that an outer seam attached to an arguments object, so that the call is not judged again.</summary>
    /// <param name="carrier">The arguments object that this seam received.</param>
    /// <param name="arguments">The arguments as this seam sees them.</param>
    /// <param name="judged">The judged call, to be run or withdrawn.</param>
    /// <returns>False where there is none, it is another guard's, it was used, or the arguments are no longer those that were judged.</returns>
    public bool TryTake(object carrier, IReadOnlyDictionary<string, object?> arguments, [NotNullWhen(true)] out JudgedCall? judged)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        ArgumentNullException.ThrowIfNull(arguments);
        judged = JudgedCall.Detach(carrier) is { IsUsed: false } attached && attached.IsOf(this) && attached.Covers(arguments) ? attached : null;
        return judged is not null;
    }

    /// <summary>Whether a ticket was opened for exactly this call of the present caller: the same tool, session, agent, user and arguments.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="call">The call, with the arguments that a reviewer is shown: those that would run.</param>
    public bool IsTicketOf(string ticketId, ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(ticketId);
        ArgumentNullException.ThrowIfNull(call);
        return Approvals.IsTicketOf(ticketId, Normalize(call, _policies.Current));
    }

    /// <summary>Raises an alarm: in the log, the metrics and the evidence. For seams that see a call happen, or nearly happen, outside the guard.</summary>
    /// <param name="alarm">What was seen.</param>
    /// <returns>A task that never fails: an alarm that could not be recorded is in the log.</returns>
    public async ValueTask AlarmAsync(GuardAlarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        _reporter.Alarm(alarm);
        await _evidence.TryRecordNoteAsync("alarm", alarm.ToDetails(), CancellationToken.None);
    }

    /// <summary>Stops looking at the policy files and closes the ledger. Calls made afterwards are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _killSwitch.Close();
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        await _notes.FlushAsync();
        await _evidence.DisposeAsync();
    }

    internal async ValueTask<ToolCallOutcome> ApplyAsync(
        JudgedCall judged, Func<FrozenObject, CancellationToken, ValueTask<object?>>? run, CancellationToken cancellationToken)
    {
        using var report = _reporter.Resume(judged);
        return await ApplyAsync(judged, run, report, cancellationToken);
    }

    // The history does not count it: the call was neither run nor refused.
    internal async ValueTask WithdrawAsync(JudgedCall judged)
    {
        Settle(judged, OutcomeKind.Cancelled);
        await _evidence.RecordOutcomeAsync(judged.Receipt, ToolCallOutcome.Withdrawn(judged.Decision).Record);
    }

    // What was used up stays so where the tool was entered; of a simulated call only what counts simulated calls was added.
    private static void Settle(JudgedCall judged, OutcomeKind outcome)
    {
        if (outcome == OutcomeKind.Failed)
        {
            judged.Reservation?.ReleaseFailed();
        }
        else if (outcome is not (OutcomeKind.Executed or OutcomeKind.Simulated))
        {
            judged.Reservation?.Release();
        }
    }

    // No receipt where the decision is not recorded: the enforcer then refuses, unless the policy set says otherwise.
    private async ValueTask<EvidenceReceipt> RecordAsync(
        ToolCallRequest request, PipelineResult result, CallReport report, CancellationToken cancellationToken)
    {
        var before = report.Elapsed;
        try
        {
            var receipt = await _evidence.RecordDecisionAsync(request, result.Decision, cancellationToken);
            _reporter.DecisionRecorded(before, report);
            report.Mark(TelemetryEvents.DecisionRecorded);
            return receipt;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result.Reservation?.Release();
            throw;
        }
#pragma warning disable CA1031 // Whatever keeps a decision from being recorded, it is not recorded.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _reporter.DecisionNotRecorded(request, result.Decision, fault);
            return default;
        }
    }

    private async ValueTask RecordAsync(JudgedCall judged, ToolCallOutcome outcome, CallReport report)
    {
        report.Mark(TelemetryEvents.Applied);
        if (await _evidence.RecordOutcomeAsync(judged.Receipt, outcome.Record))
        {
            report.Mark(TelemetryEvents.OutcomeRecorded);
        }

        if (ObservedTally.Restriction(outcome) is { } observed)
        {
            judged.Policy.Version.Observed.Add(observed);
            _reporter.Observed(observed);
        }

        _history.Add(judged.Request, outcome.Status);
        report.Complete(judged.Request, outcome);
    }
}
