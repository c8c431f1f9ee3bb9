using System.Runtime.ExceptionServices;
using KernelGuard.Decisions;
using KernelGuard.Evidence;

namespace KernelGuard.Enforcement;

/// <summary>What came of a guarded call.</summary>
public sealed class ToolCallOutcome
{
    private readonly object? _value;

    private ToolCallOutcome(Decision decision, CallOutcome record, object? value, ToolCallRefusal? refusal)
    {
        Decision = decision;
        Record = record;
        _value = value;
        Refusal = refusal;
    }

    /// <summary>The decision on the call.</summary>
    public Decision Decision { get; }

    /// <summary>How the call ended; it differs from the decision's status where a person had answered.</summary>
    public DecisionStatus Status => Record.Status;

    /// <summary>Whether the tool ran and returned.</summary>
    public bool Executed => Record.Kind == OutcomeKind.Executed;

    /// <summary>Whether a substitute ran, or answered, instead of the tool; its result is <see cref="Result"/>.</summary>
    public bool IsSimulated => Record.Kind == OutcomeKind.Simulated;

    /// <summary>What was refused and why, or null where the tool, or a substitute, ran.</summary>
    public ToolCallRefusal? Refusal { get; }

    /// <summary>What the caller gets, and what may go to a model: the tool's result, or the refusal as JSON text.</summary>
    public object? Result => Refusal is null ? _value : Refusal.ToJson();

    /// <summary>The approval ticket that the call waits for or used, or null.</summary>
    public string? TicketId => Record.TicketId;

    internal CallOutcome Record { get; }

    /// <summary>What the tool threw, to be thrown on to the caller once the outcome is recorded; null where it returned or did not run.</summary>
    private Exception? Failure { get; init; }

    internal ToolCallOutcome OrThrow()
    {
        if (Failure is not null)
        {
            ExceptionDispatchInfo.Throw(Failure);
        }

        return this;
    }

    internal static ToolCallOutcome Ran(Decision decision, object? value, TimeSpan duration, string? ticketId) =>
        new(decision, new CallOutcome(OutcomeKind.Executed) { Output = value, Duration = duration, TicketId = ticketId }, value, null);

    internal static ToolCallOutcome Simulated(Decision decision, object? value, TimeSpan? duration) =>
        new(decision, new CallOutcome(OutcomeKind.Simulated) { Output = value, Duration = duration }, value, null);

    /// <summary>The same, of a substitute instead of the tool. One that threw has failed all the same.</summary>
    internal ToolCallOutcome AsSimulated() => Executed ? Simulated(Decision, _value, Record.Duration) : this;

    /// <summary>The same with another result for everybody: the tool's own is kept from them.</summary>
    internal ToolCallOutcome WithResult(object? value) => new(Decision, Record with { Output = value }, value, null);

    /// <summary>The tool ran, and what it returned reaches nobody.</summary>
    internal ToolCallOutcome Withheld(ToolCallRefusal refusal) =>
        new(Decision, Record with { Output = refusal.ToJson(), Code = refusal.Code, Status = refusal.Status }, null, refusal);

    internal static ToolCallOutcome Threw(Decision decision, Exception failure, TimeSpan duration, string? ticketId) =>
        new(
            decision,
            new CallOutcome(OutcomeKind.Failed) { ErrorType = failure.GetType().FullName, Duration = duration, TicketId = ticketId },
            null,
            null)
        { Failure = failure };

    internal static ToolCallOutcome Cancelled(Decision decision, OperationCanceledException failure) =>
        new(decision, new CallOutcome(OutcomeKind.Cancelled), null, null) { Failure = failure };

    internal static ToolCallOutcome Withdrawn(Decision decision) => new(decision, new CallOutcome(OutcomeKind.Cancelled), null, null);

    internal static ToolCallOutcome Refused(Decision decision, ToolCallRefusal refusal) =>
        new(
            decision,
            new CallOutcome(OutcomeKind.Refused)
            {
                Status = refusal.Status,
                Code = refusal.Code,
                Output = refusal.ToJson(),
                TicketId = refusal.TicketId,
            },
            null,
            refusal);
}
