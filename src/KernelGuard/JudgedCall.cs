using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using KernelGuard.State;

namespace KernelGuard;

/// <summary>A call on which the guard has decided and whose decision is recorded. It can be given effect once: run, or withdrawn. Thread-safe.</summary>
/// <remarks>
/// Seams that a call crosses one after the other judge it once: an outer seam attaches the judged call to the arguments object that it passes on, and
/// an inner one takes it from there (<see cref="ToolCallGuard.TryTake"/>) if the arguments are still those that were judged. It is used up when
/// the tool is entered, so that calls the tool makes are judged themselves.
/// </remarks>
public sealed class JudgedCall
{
    private static readonly ConditionalWeakTable<object, JudgedCall> Attached = [];

    private readonly ToolCallGuard _guard;
    private bool _used;
    private ToolCallOutcome? _outcome;

    internal JudgedCall(ToolCallGuard guard, ToolCall call, PolicySnapshot policy, ToolCallRequest request, Decision decision, EvidenceReceipt receipt)
    {
        _guard = guard;
        Call = call;
        Policy = policy;
        Request = request;
        Decision = decision;
        Receipt = receipt;
    }

    /// <summary>The decision.</summary>
    public Decision Decision { get; }

    /// <summary>What the tool would get: the arguments as they were judged.</summary>
    public FrozenObject Arguments => Decision.EffectiveArguments ?? Request.Arguments;

    /// <summary>Whether it can run: policy permits it, or a person may have agreed to it. Running a call that cannot gives its refusal.</summary>
    public bool CanRun => Decision.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending;

    /// <summary>Whether it was given effect.</summary>
    public bool IsUsed => Volatile.Read(ref _used);

    /// <summary>What came of it; null until it was given effect.</summary>
    public ToolCallOutcome? Outcome => Volatile.Read(ref _outcome);

    /// <summary>Whether it was given effect and refused. A call that waits for a person is not refused.</summary>
    public bool IsRefused => Outcome is { Refusal: not null, Status: not DecisionStatus.ApprovalPending };

    internal ToolCall Call { get; }

    internal PolicySnapshot Policy { get; }

    internal ToolCallRequest Request { get; }

    internal EvidenceReceipt Receipt { get; }

    internal TimeSpan JudgingTime { get; init; }

    /// <summary>What the call has used up of counters and throttles, or null.</summary>
    internal UsageReservation? Reservation { get; init; }

    /// <summary>Gives effect to the decision: runs the tool, holds the call, or refuses it.</summary>
    /// <param name="run">Runs the tool with the judged arguments. Entered at most once.</param>
    /// <param name="cancellationToken">Stops waiting. Passed to <paramref name="run"/>.</param>
    /// <returns>The tool's result, or the refusal.</returns>
    /// <exception cref="InvalidOperationException">The call was given effect before.</exception>
    public ValueTask<ToolCallOutcome> RunAsync(
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _guard.ApplyAsync(this, run, cancellationToken);
    }

    /// <summary>Opens the ticket for which the call has to wait, without running anything. A call that could run is withdrawn, and an approval is left unused.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The id of the ticket; null where the call does not wait for one.</returns>
    /// <exception cref="InvalidOperationException">The call was given effect before.</exception>
    public async ValueTask<string?> HoldAsync(CancellationToken cancellationToken = default)
    {
        var outcome = await _guard.ApplyAsync(this, run: null, cancellationToken);
        return outcome.Status == DecisionStatus.ApprovalPending ? outcome.TicketId : null;
    }

    /// <summary>Says that the call will not be run after all, so that no decision stays open. Does nothing where it was given effect.</summary>
    public ValueTask WithdrawAsync() => TryUse() ? _guard.WithdrawAsync(this) : ValueTask.CompletedTask;

    /// <summary>Lets the judged call travel with an arguments object to the next seam.</summary>
    /// <param name="arguments">The object; it holds the judged call weakly and only one at a time.</param>
    public void AttachTo(object arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Attached.AddOrUpdate(arguments, this);
    }

    internal static JudgedCall? Detach(object arguments) => Attached.Remove(arguments, out var judged) ? judged : null;

    internal void Note(ToolCallOutcome outcome) => Volatile.Write(ref _outcome, outcome);

    internal bool IsOf(ToolCallGuard guard) => ReferenceEquals(_guard, guard);

    /// <summary>Whether these are the arguments that were judged, or come to the same when they are normalised.</summary>
    internal bool Covers(IReadOnlyDictionary<string, object?> arguments)
    {
        if (ReferenceEquals(arguments, Arguments))
        {
            return true;
        }

        var again = Policy.Tools.Normalize(Call.With(arguments, Request), Request.Caller, Request.Id, Request.Time);
        return again.ArgumentsHash == Request.ArgumentsHash || again.ArgumentsHash == CanonicalJson.Hash(Arguments);
    }

    internal void Deconstruct(out ToolCallRequest request, out Decision decision, out EvidenceReceipt receipt) =>
        (request, decision, receipt) = (Request, Decision, Receipt);

    internal void Use()
    {
        if (!TryUse())
        {
            throw new InvalidOperationException("a judged call can be given effect once");
        }
    }

    private bool TryUse() => !Interlocked.Exchange(ref _used, true);
}
