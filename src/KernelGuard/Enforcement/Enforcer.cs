using System.Collections.Frozen;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.State;
using KernelGuard.Telemetry;

namespace KernelGuard.Enforcement;

/// <summary>Gives effect to a decision: runs the tool, holds the call, or refuses it. The only place where a tool is entered. Thread-safe.</summary>
internal sealed class Enforcer(
    ApprovalCoordinator approvals,
    CallHistory history,
    FrozenDictionary<string, Func<FrozenObject, CancellationToken, ValueTask<object?>>> substitutes,
    Chronometer chronometer)
{
    /// <summary>Enters the tool at most once, and only if the decision is recorded and permits it. Without a tool to run, a call that could run is withdrawn.</summary>
    /// <remarks>Invariant: what is thrown was thrown before the tool was entered. Afterwards everything is an outcome.</remarks>
    public async ValueTask<ToolCallOutcome> ApplyAsync(
        ToolCallRequest request,
        Decision decision,
        bool isRecorded,
        Func<FrozenObject, CancellationToken, ValueTask<object?>>? run,
        CancellationToken cancellationToken)
    {
        if (!isRecorded && !decision.RunsWithoutEvidence)
        {
            return Refuse(decision, DecisionStatus.GuardError, GuardCodes.EvidenceUnavailable, "The decision could not be recorded, so the call did not run.");
        }

        if (decision.Status is not (DecisionStatus.Permitted or DecisionStatus.ApprovalPending))
        {
            return ToolCallOutcome.Refused(decision, RefusalWriter.ForDecision(decision));
        }

        // Before a ticket is claimed: a cancelled call must not use an approval up.
        if (cancellationToken.IsCancellationRequested)
        {
            return ToolCallOutcome.Cancelled(decision, new OperationCanceledException(cancellationToken));
        }

        if (decision.Substitute is { } substitute && run is not null)
        {
            return await SimulateAsync(request, decision, substitute, cancellationToken);
        }

        var (kind, ticket) = decision.Status == DecisionStatus.Permitted && request.TicketId is null
            ? new ApprovalResolution(run is null ? ApprovalResolutionKind.Approved : ApprovalResolutionKind.Claimed, null)
            : approvals.Resolve(request, decision, claims: run is not null);
        return kind switch
        {
            ApprovalResolutionKind.Claimed => await RunAsync(request, decision, ticket?.Id, run!, cancellationToken),
            ApprovalResolutionKind.Approved => ToolCallOutcome.Withdrawn(decision),
            _ => Hold(decision, kind, ticket),
        };
    }

    private async ValueTask<ToolCallOutcome> RunAsync(
        ToolCallRequest request,
        Decision decision,
        string? ticketId,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken)
    {
        // Before it runs, whatever it will return: what it fetches may reach the model before it returns.
        Mark(request);
        var outcome = await EnterAsync(request, decision, ticketId, run, cancellationToken);
        return ResultRedactor.Apply(outcome);
    }

    private async ValueTask<ToolCallOutcome> SimulateAsync(
        ToolCallRequest request, Decision decision, Substitute substitute, CancellationToken cancellationToken)
    {
        if (substitute.Tool is not { } tool)
        {
            return Answer(request, decision, substitute);
        }

        if (!substitutes.TryGetValue(tool, out var run))
        {
            return Refuse(
                decision, DecisionStatus.Denied, GuardCodes.NoSubstitute, "This call may only be simulated, and nothing stands in for the tool.");
        }

        var outcome = await EnterAsync(request, decision, ticketId: null, run, cancellationToken);
        return ResultRedactor.Apply(outcome).AsSimulated();
    }

    private ToolCallOutcome Answer(ToolCallRequest request, Decision decision, Substitute substitute)
    {
        var result = PlainResult.From(substitute.Result);
        if (substitute.From != ResultSource.Recorded)
        {
            return ToolCallOutcome.Simulated(decision, result, duration: null);
        }

        // What was recorded is what the tool once returned: it marks the session, and is redacted, as if it returned that now.
        Mark(request);
        return ResultRedactor.Apply(ToolCallOutcome.Ran(decision, result, TimeSpan.Zero, ticketId: null)).AsSimulated();
    }

    private void Mark(ToolCallRequest request)
    {
        if (request.Tool.Labels.Count > 0 && request.Caller.Session is { } session)
        {
            history.Mark(session, [.. request.Tool.Labels.Cast<string>()]);
        }
    }

    private async ValueTask<ToolCallOutcome> EnterAsync(
        ToolCallRequest request,
        Decision decision,
        string? ticketId,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken)
    {
        var start = chronometer.Start();
        try
        {
            var value = await run(decision.EffectiveArguments ?? request.Arguments, cancellationToken);
            return ToolCallOutcome.Ran(decision, value, chronometer.Since(start), ticketId);
        }
#pragma warning disable CA1031 // The tool may throw anything: the outcome is recorded first, then the guard throws it on to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return ToolCallOutcome.Threw(decision, failure, chronometer.Since(start), ticketId);
        }
    }

    private static ToolCallOutcome Hold(Decision decision, ApprovalResolutionKind kind, ApprovalTicket? ticket) => kind switch
    {
        ApprovalResolutionKind.Pending => Refuse(
            decision,
            DecisionStatus.ApprovalPending,
            GuardCodes.ApprovalRequired,
            PendingMessage(decision),
            ticket!.Id,
            Retry.AfterApproval),
        ApprovalResolutionKind.Rejected => Refuse(
            decision, DecisionStatus.ApprovalRejected, GuardCodes.ApprovalRejected, RejectedMessage(decision, ticket!), ticket!.Id),
        ApprovalResolutionKind.Expired => Refuse(
            decision,
            DecisionStatus.ApprovalExpired,
            GuardCodes.ApprovalExpired,
            "The approval was not given, or not used, in time. Making the call again asks anew.",
            ticket!.Id,
            Retry.AfterApproval),
        ApprovalResolutionKind.Mismatch => Refuse(
            decision,
            DecisionStatus.Denied,
            GuardCodes.ApprovalMismatch,
            "The approval that this call names was given for another call, or is used up. Making the call again asks anew.",
            retry: Retry.AfterApproval),
        _ => Refuse(
            decision, DecisionStatus.Denied, GuardCodes.TooManyPending, "Too many calls of this session already wait for approval."),
    };

    private static string PendingMessage(Decision decision) =>
        (RefusalWriter.ReasonOf(decision) ?? "A person has to agree to this call.") + " The call waits for approval; once it is approved, make the identical call again.";

    private static string RejectedMessage(Decision decision, ApprovalTicket ticket)
    {
        var comment = decision.Disclose == Disclosure.Code ? null : ticket.Answers.Last(a => !a.Approved).Comment;
        return comment is null ? "A person refused this call." : $"A person refused this call: {QuotedText.Quote(comment)}.";
    }

    private static ToolCallOutcome Refuse(
        Decision decision, DecisionStatus status, string code, string message, string? ticketId = null, Retry retry = Retry.Never) =>
        ToolCallOutcome.Refused(decision, RefusalWriter.Write(decision, status, code, message, retry, ticketId));
}
