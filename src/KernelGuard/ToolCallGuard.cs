using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using KernelGuard.Policies;
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
public sealed class ToolCallGuard : IAsyncDisposable
{
    private readonly PolicySnapshots _policies;
    private readonly CallerContext _callers;
    private readonly DecisionIdSource _ids;
    private readonly EvidenceRecorder _evidence;
    private readonly Enforcer _enforcer;
    private readonly CallHistory _history;
    private readonly TimeProvider _time;
    private readonly CallReporter _reporter;

    internal ToolCallGuard(GuardParts parts)
    {
        _policies = parts.Policies;
        _callers = parts.Callers;
        _ids = parts.Ids;
        _evidence = parts.Evidence;
        _history = parts.History;
        _time = parts.Time;
        _reporter = parts.Reporter;
        Approvals = parts.Approvals;
        _enforcer = new Enforcer(parts.Approvals, parts.Time);
    }

    /// <summary>The tickets of calls that wait for a person.</summary>
    public ApprovalCoordinator Approvals { get; }

    /// <summary>The digest of the policy set in force, as <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string PolicyDigest => _policies.Current.Set.Digest;

    /// <summary>Creates a guard.</summary>
    /// <param name="policyPath">A policy file, or a folder of them.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, or permit nothing.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static ToolCallGuard Create(string policyPath, Action<GuardOptions>? configure = null)
    {
        var options = new GuardOptions { PolicyPath = policyPath };
        configure?.Invoke(options);
        return GuardBuilder.Build(options);
    }

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
        using var report = _reporter.Start(call);                                                          // Telemetry/
        var policy = _policies.Current;                                                                    // Policies/     one immutable snapshot per call
        var request = Normalize(call, policy);                                                             // Calls/, Tools/ frozen, normalised facts
        var decision = await DecideAsync(request, policy, report);                                         // Rules/, State/ -> Decisions/
        var receipt = await RecordAsync(request, decision, report, cancellationToken);                     // Evidence/     before any effect
        var outcome = await _enforcer.ApplyAsync(request, decision, receipt.IsRecorded, run, cancellationToken); // Enforcement/ (-> Approvals/)
        await RecordAsync(receipt, request, outcome, report);                                              // Evidence/, State/
        return outcome.OrThrow();
    }

    /// <summary>Loads the policies again. Calls that are being judged keep the policies they began with; where loading fails, those in force stay.</summary>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, or permit nothing.</exception>
    public void ReloadPolicies() => _policies.Reload();

    /// <summary>Judges a call without running it. Nothing is recorded, no ticket is opened and no history kept.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        var policy = _policies.Current;
        return DecideAsync(Normalize(call, policy), policy, default);
    }

    /// <summary>Closes the ledger. Calls made afterwards are refused where evidence is durable.</summary>
    public ValueTask DisposeAsync() => _evidence.DisposeAsync();

    private ToolCallRequest Normalize(ToolCall call, PolicySnapshot policy)
    {
        var now = _time.GetUtcNow();
        return policy.Tools.Normalize(call, _callers.Current, _ids.NextId(now), now);
    }

    private async ValueTask<Decision> DecideAsync(ToolCallRequest request, PolicySnapshot policy, CallReport report)
    {
        try
        {
            var decision = await policy.Pipeline.DecideAsync(request);
            report.Mark(TelemetryEvents.Decided);
            return decision;
        }
#pragma warning disable CA1031 // Whatever throws inside the guard denies: a fault must neither run the tool nor end the agent's run.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _reporter.GuardFailed(request, fault);
            return new Decision(request.Id, Effect.Deny, DecisionStatus.GuardError, policy.Set.Digest)
            {
                Code = GuardCodes.GuardFailure,
                Reason = "The guard could not judge this call, so it did not run.",
            };
        }
    }

    // No receipt where the decision is not recorded: the enforcer then refuses, unless the policy set says otherwise.
    private async ValueTask<EvidenceReceipt> RecordAsync(
        ToolCallRequest request, Decision decision, CallReport report, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            var receipt = await _evidence.RecordDecisionAsync(request, decision, cancellationToken);
            _reporter.DecisionRecorded(_time.GetElapsedTime(start));
            report.Mark(TelemetryEvents.DecisionRecorded);
            return receipt;
        }
        catch (LedgerUnavailableException fault)
        {
            _reporter.DecisionNotRecorded(request, decision, fault);
            return default;
        }
    }

    private async ValueTask RecordAsync(EvidenceReceipt receipt, ToolCallRequest request, ToolCallOutcome outcome, CallReport report)
    {
        report.Mark(TelemetryEvents.Applied);
        if (await _evidence.RecordOutcomeAsync(receipt, outcome.Record))
        {
            report.Mark(TelemetryEvents.OutcomeRecorded);
        }

        _history.Add(request, outcome.Status);
        report.Complete(request, outcome);
    }
}
