using KernelGuard.Decisions;

namespace KernelGuard.Evidence;

/// <summary>What the enforcer reports after it gave effect to a decision. Immutable.</summary>
/// <param name="Kind">What became of the call.</param>
public sealed record CallOutcome(OutcomeKind Kind)
{
    /// <summary>How the call ended for the caller; differs from the decision's status where a person had answered.</summary>
    public DecisionStatus Status { get; init; }

    /// <summary>The code of the refusal, or null.</summary>
    public string? Code { get; init; }

    /// <summary>What the tool returned, or the refusal as JSON text; hashed, and recorded only where capture says so.</summary>
    public object? Output { get; init; }

    /// <summary>The full type name of the tool's exception; its message is not recorded.</summary>
    public string? ErrorType { get; init; }

    /// <summary>How long the tool ran; null where it did not.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The approval ticket, or null.</summary>
    public string? TicketId { get; init; }
}
