using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Approvals;

/// <summary>A call that waits for a person. It is bound to the tool, the caller and the exact arguments, and can be used once. Immutable: every change makes a new one.</summary>
public sealed record ApprovalTicket
{
    /// <summary>The ticket's id: the id of the decision that opened it.</summary>
    public required string Id { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The exact arguments that the tool would get.</summary>
    public required FrozenObject Arguments { get; init; }

    /// <summary>The arguments as they were sent, before policy changed them: a host that resumes the call makes it with these.</summary>
    public required FrozenObject SentArguments { get; init; }

    /// <summary>Who asked.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Why the call needs a person, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What has to be agreed to, one for each rule that asks.</summary>
    public required ImmutableArray<ApprovalRequirement> Requirements { get; init; }

    /// <summary>The digest of the policy set that asked.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>Where the ticket stands.</summary>
    public TicketStatus Status { get; init; }

    /// <summary>What was answered, in order.</summary>
    public ImmutableArray<ApprovalAnswer> Answers { get; init; } = [];

    /// <summary>When it was opened, in UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when it waits for answers, in UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when the approved call can be made, in UTC; null until it is approved.</summary>
    public DateTimeOffset? ClaimBefore { get; init; }

    /// <summary>Keyed hash of the tool, the caller and the arguments as sent: by it the ticket is found.</summary>
    internal string CallKey { get; init; } = "";

    /// <summary>The hash of the arguments as sent.</summary>
    internal string SentHash { get; init; } = "";

    /// <summary>Keyed hash of the arguments that would run: only an equal one can use the ticket.</summary>
    internal string EffectKey { get; init; } = "";

    /// <summary>Whether the caller was told that the ticket expired; after that an identical call may ask again.</summary>
    internal bool ExpiryTold { get; init; }

    internal bool IsOverdue(DateTimeOffset now) =>
        (Status == TicketStatus.Pending && now >= ExpiresAt) || (Status == TicketStatus.Approved && now >= ClaimBefore);

    internal bool IsRequester(Reviewer reviewer) =>
        string.Equals(reviewer.Id, Caller.Agent?.Id, StringComparison.OrdinalIgnoreCase)
        || string.Equals(reviewer.Id, Caller.User?.Id, StringComparison.OrdinalIgnoreCase);

    internal bool SatisfiesAll(IEnumerable<ApprovalRequirement> requirements) => requirements.All(IsSatisfied);

    internal static bool IsEligible(ApprovalRequirement requirement, Reviewer reviewer) =>
        requirement.By.IsEmpty || requirement.By.Contains(reviewer.Id) || reviewer.Roles.Any(requirement.By.Contains);

    private bool IsSatisfied(ApprovalRequirement requirement)
    {
        var reviewers = Answers.Where(a => a.Approved && IsEligible(requirement, a.Reviewer)).Select(a => a.Reviewer.Id);
        var count = requirement.SamePerson ? reviewers.Count() : reviewers.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return count >= requirement.Quorum;
    }
}
