using KernelGuard.Decisions;

namespace KernelGuard.Enforcement;

/// <summary>Words a refusal, within what the deciding rule discloses.</summary>
internal static class RefusalWriter
{
    /// <summary>After so many refusals in a row the model is told to stop calling tools.</summary>
    public const int RefusalsUntilStop = 5;

    private const string DefaultMessage = "Policy does not permit this call.";

    /// <summary>The refusal that follows from the decision alone.</summary>
    public static ToolCallRefusal ForDecision(Decision decision) =>
        Write(decision, decision.Status, decision.Code ?? GuardCodes.GuardFailure, ReasonOf(decision) ?? DefaultMessage, RetryFor(decision));

    /// <summary>The decision's reason, where the model may read it.</summary>
    public static string? ReasonOf(Decision decision) => decision.Disclose == Disclosure.Code ? null : decision.Reason;

    /// <summary>The refusal that follows from something after the decision: evidence, or a person.</summary>
    /// <remarks>The message is given as it is: what the rule does not disclose must not be in it.</remarks>
    public static ToolCallRefusal Write(
        Decision decision, DecisionStatus status, string code, string message, Retry retry, string? ticketId = null)
    {
        var full = decision.Disclose == Disclosure.Full;
        return new ToolCallRefusal(decision.Id, status, code, Message(decision, message, status))
        {
            Retry = retry,
            Allowed = full && retry == Retry.WithChanges ? decision.Allowed : [],
            NextStep = full ? decision.NextStep : null,
            Alternatives = full ? decision.Alternatives : [],
            Attempt = decision.Attempt,
            TicketId = ticketId,
            RetryAfterSeconds = retry == Retry.After ? SecondsUntil(decision) : null,
            Executed = code == GuardCodes.ResultWithheld,
        };
    }

    private static string Message(Decision decision, string text, DecisionStatus status)
    {
        if (status == DecisionStatus.ApprovalPending)
        {
            return text;
        }

        if (decision.Attempt > 1 && status != DecisionStatus.Throttled)
        {
            text += " This exact call was refused before; making it again does not change the answer.";
        }

        return decision.RefusalsInARow + 1 >= RefusalsUntilStop
            ? text + " Stop calling tools now and tell the user what could not be done."
            : text;
    }

    // Rounded up: a call made after so many seconds has room.
    private static long? SecondsUntil(Decision decision) =>
        decision.RetryAfter is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : null;

    private static Retry RetryFor(Decision decision) => decision switch
    {
        { Status: DecisionStatus.Throttled, RetryAfter: not null } => Retry.After,
        { Code: GuardCodes.TransformFailed or GuardCodes.TransformConflict or GuardCodes.NotModifiable or GuardCodes.NoSubstitute } => Retry.Never,
        { Code: GuardCodes.EvidenceUnavailable or GuardCodes.GuardFailure or GuardCodes.NoCaller or GuardCodes.NotApprovable } => Retry.Never,
        { IsUnconditional: true } => Retry.Never,
        _ => Retry.WithChanges,
    };
}
