using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Approvals;

/// <summary>Brings calls that need approval and the people who answer together. Thread-safe.</summary>
/// <remarks>
/// A ticket fits exactly one call: the same tool, session, agent, user and arguments. Once approved it can be used once: the identical call,
/// made again in time, runs. Tickets are kept in memory and are lost with the process.
/// </remarks>
public sealed class ApprovalCoordinator
{
    private const int MaxCommentChars = 2_000;

    private readonly TicketStore _store = new();
    private readonly TicketBinding _binding = new();
    private readonly EvidenceRecorder _evidence;
    private readonly ApprovalOptions _options;
    private readonly TimeProvider _time;
    private readonly ReviewerContext _reviewers;

    internal ApprovalCoordinator(EvidenceRecorder evidence, ApprovalOptions options, TimeProvider time)
    {
        _evidence = evidence;
        _options = options;
        _time = time;
        _reviewers = new ReviewerContext(options.Native.Reviewer);
        IsNative = options.Native.Enabled;
    }

    /// <summary>Whether callers of chat clients are asked in the way of Microsoft.Extensions.AI.</summary>
    public bool IsNative { get; }

    /// <summary>Who answers in this asynchronous flow, as the host says: the innermost review scope, else the default; null where nobody is named.</summary>
    public Reviewer? CurrentReviewer => _reviewers.Current;

    /// <summary>All tickets in memory, oldest first, as they stand now.</summary>
    public IReadOnlyList<ApprovalTicket> List() => [.. _store.List().Select(AsItStands)];

    /// <summary>One ticket as it stands now, or null.</summary>
    /// <param name="ticketId">Its id.</param>
    public ApprovalTicket? Find(string ticketId) => _store.TryGet(ticketId, out var ticket) ? AsItStands(ticket) : null;

    /// <summary>Agrees to a ticket's call. The answer is recorded before it counts.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="reviewer">Who agrees, as the host authenticated them.</param>
    /// <param name="comment">Why, or null. The first 2,000 characters are kept.</param>
    /// <param name="cancellationToken">Gives up before the answer is recorded.</param>
    public ValueTask<AnswerResult> ApproveAsync(
        string ticketId, Reviewer reviewer, string? comment = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(ticketId, reviewer, approved: true, comment, cancellationToken);

    /// <summary>Refuses a ticket's call. The answer is recorded before it counts.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="reviewer">Who refuses, as the host authenticated them.</param>
    /// <param name="reason">Why; the model may read it. The first 2,000 characters are kept.</param>
    /// <param name="cancellationToken">Gives up before the answer is recorded.</param>
    public ValueTask<AnswerResult> RejectAsync(
        string ticketId, Reviewer reviewer, string? reason = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(ticketId, reviewer, approved: false, reason, cancellationToken);

    internal ReviewScope BeginReview(Reviewer reviewer) => _reviewers.Begin(reviewer);

    /// <summary>Whether a ticket was opened for a call of this tool and caller that would run with exactly these arguments.</summary>
    internal bool IsTicketOf(string ticketId, ToolCallRequest request) =>
        _store.TryGet(ticketId, out var ticket)
        && ticket.EffectKey == _binding.EffectKey(request.Arguments)
        && ticket.CallKey == _binding.CallKey(request, ticket.SentHash);

    /// <summary>Finds out how a call that needs approval stands; opens a ticket where it has none, and uses up one that was approved.</summary>
    /// <param name="request">The call. Where it names a ticket, it stands or falls with that one.</param>
    /// <param name="decision">The decision on it.</param>
    /// <param name="claims">Whether an approved ticket is used up.</param>
    internal ApprovalResolution Resolve(ToolCallRequest request, Decision decision, bool claims = true)
    {
        var callKey = _binding.CallKey(request);
        while (true)
        {
            var ticket = _store.FindByCall(callKey);
            if (request.TicketId is { } named && (ticket is null || ticket.Id != named || IsSpent(ticket)))
            {
                return new(ApprovalResolutionKind.Mismatch, null);
            }

            var resolution = ticket is null ? null : ResolveExisting(ticket, request, decision, claims);
            if (resolution is { } known)
            {
                return known;
            }

            if (ticket is null || IsSpent(ticket))
            {
                var opened = Open(request, decision, callKey);
                switch (_store.TryAdd(opened, ticket, _options.MaxOpenTicketsPerSession, request.Time))
                {
                    case TicketAddition.Added:
                        return new(ApprovalResolutionKind.Pending, opened);
                    case TicketAddition.TooMany:
                        return new(ApprovalResolutionKind.TooManyPending, null);
                }
            }

            // Somebody changed the ticket meanwhile: look again.
        }
    }

    private static bool IsSpent(ApprovalTicket ticket) => ticket.Status == TicketStatus.Used || ticket is { Status: TicketStatus.Expired, ExpiryTold: true };

    // Null: look again, or open a new ticket if this one is spent.
    private ApprovalResolution? ResolveExisting(ApprovalTicket ticket, ToolCallRequest request, Decision decision, bool claims)
    {
        if (IsSpent(ticket))
        {
            return null;
        }

        if (ticket.Status == TicketStatus.Expired || ticket.IsOverdue(_time.GetUtcNow()))
        {
            return Swap(ticket, ticket with { Status = TicketStatus.Expired, ExpiryTold = true }, ApprovalResolutionKind.Expired);
        }

        return ticket.Status switch
        {
            TicketStatus.Rejected => new(ApprovalResolutionKind.Rejected, ticket),
            TicketStatus.Approved when !claims => new(ApprovalResolutionKind.Approved, ticket),
            TicketStatus.Approved => Claim(ticket, request, decision),
            _ => new(ApprovalResolutionKind.Pending, ticket),
        };
    }

    private ApprovalResolution? Claim(ApprovalTicket ticket, ToolCallRequest request, Decision decision)
    {
        var fits = ticket.EffectKey == _binding.EffectKey(decision.EffectiveArguments ?? request.Arguments);
        return fits && ticket.SatisfiesAll(decision.Approvals)
            ? Swap(ticket, ticket with { Status = TicketStatus.Used }, ApprovalResolutionKind.Claimed)
            : Swap(
                ticket,
                // Policy has changed since: what it asks for now has to be answered too. Answers given stay.
                ticket with { Status = TicketStatus.Pending, Requirements = [.. decision.Approvals], PolicyDigest = decision.PolicyDigest },
                ApprovalResolutionKind.Pending);
    }

    private ApprovalResolution? Swap(ApprovalTicket current, ApprovalTicket next, ApprovalResolutionKind kind) =>
        _store.TryReplace(current, next) ? new(kind, next) : null;

    private ApprovalTicket Open(ToolCallRequest request, Decision decision, string callKey)
    {
        var now = _time.GetUtcNow();
        var arguments = decision.EffectiveArguments ?? request.Arguments;
        return new ApprovalTicket
        {
            Id = request.Id.ToString(),
            Tool = request.Tool.Name,
            Arguments = arguments,
            SentArguments = request.Arguments,
            Caller = request.Caller,
            Reason = decision.Reason,
            Requirements = [.. decision.Approvals],
            PolicyDigest = decision.PolicyDigest,
            OpenedAt = now,
            ExpiresAt = now + decision.Approvals.Min(a => a.Within),
            CallKey = callKey,
            SentHash = request.ArgumentsHash,
            EffectKey = _binding.EffectKey(arguments),
        };
    }

    private async ValueTask<AnswerResult> AnswerAsync(
        string ticketId, Reviewer reviewer, bool approved, string? comment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticketId);
        ArgumentNullException.ThrowIfNull(reviewer);
        var answer = new ApprovalAnswer(reviewer, approved, Kept(comment), _time.GetUtcNow());
        if (Refusal(ticketId, answer) is { } refused)
        {
            return refused;
        }

        if (!await _evidence.TryRecordNoteAsync("approval_answer", Describe(ticketId, answer), cancellationToken))
        {
            return AnswerResult.EvidenceUnavailable;
        }

        while (_store.TryGet(ticketId, out var ticket))
        {
            // Checked again on the very ticket that is replaced: another answer may have come in while this one was recorded.
            if (Refusal(ticket, answer) is { } late)
            {
                return late;
            }

            var next = Answered(ticket, answer);
            if (_store.TryReplace(ticket, next))
            {
                return next.Status switch
                {
                    TicketStatus.Approved => AnswerResult.Approved,
                    TicketStatus.Rejected => AnswerResult.Rejected,
                    _ => AnswerResult.MoreAnswersNeeded,
                };
            }
        }

        return AnswerResult.NotFound;
    }

    private AnswerResult? Refusal(string ticketId, ApprovalAnswer answer) =>
        _store.TryGet(ticketId, out var ticket) ? Refusal(ticket, answer) : AnswerResult.NotFound;

    private AnswerResult? Refusal(ApprovalTicket ticket, ApprovalAnswer answer)
    {
        var reviewer = answer.Reviewer;
        return ticket switch
        {
            _ when ticket.Status == TicketStatus.Expired || ticket.IsOverdue(_time.GetUtcNow()) => AnswerResult.Expired,
            _ when ticket.Status != TicketStatus.Pending => AnswerResult.NotPending,
            _ when ticket.IsRequester(reviewer) => AnswerResult.ReviewerIsRequester,
            _ when !ticket.Requirements.Any(r => ApprovalTicket.IsEligible(r, reviewer)) => AnswerResult.ReviewerNotEligible,
            _ when HasAnswered(ticket, reviewer) && !ticket.Requirements.Any(r => r.SamePerson) => AnswerResult.AlreadyAnswered,
            _ => null,
        };
    }

    private static bool HasAnswered(ApprovalTicket ticket, Reviewer reviewer) =>
        ticket.Answers.Any(a => string.Equals(a.Reviewer.Id, reviewer.Id, StringComparison.OrdinalIgnoreCase));

    private ApprovalTicket Answered(ApprovalTicket ticket, ApprovalAnswer answer)
    {
        var answered = ticket with { Answers = ticket.Answers.Add(answer) };
        if (!answer.Approved)
        {
            return answered with { Status = TicketStatus.Rejected };
        }

        return answered.SatisfiesAll(answered.Requirements)
            ? answered with { Status = TicketStatus.Approved, ClaimBefore = _time.GetUtcNow() + answered.Requirements.Min(r => r.ClaimWithin) }
            : answered;
    }

    private ApprovalTicket AsItStands(ApprovalTicket ticket) =>
        ticket.IsOverdue(_time.GetUtcNow()) ? ticket with { Status = TicketStatus.Expired } : ticket;

    // A reviewer may paste anything: it must not keep the answer from being recorded.
    private static string? Kept(string? comment) =>
        comment is null ? null : RecordText.WellFormed(comment.Length <= MaxCommentChars ? comment : comment[..MaxCommentChars]);

    private static Dictionary<string, object?> Describe(string ticketId, ApprovalAnswer answer) => new()
    {
        ["ticket"] = ticketId,
        ["reviewer"] = RecordText.WellFormed(answer.Reviewer.Id),
        ["roles"] = answer.Reviewer.Roles.Select(RecordText.WellFormed).ToArray(),
        ["approved"] = answer.Approved,
        ["comment"] = answer.Comment,
    };
}
