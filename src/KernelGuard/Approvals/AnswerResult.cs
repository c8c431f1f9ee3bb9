namespace KernelGuard.Approvals;

/// <summary>What came of a reviewer's answer.</summary>
public enum AnswerResult
{
    /// <summary>The call may be made once.</summary>
    Approved,

    /// <summary>The answer counts; more are needed.</summary>
    MoreAnswersNeeded,

    /// <summary>The call is refused.</summary>
    Rejected,

    /// <summary>There is no such ticket.</summary>
    NotFound,

    /// <summary>The ticket does not wait for an answer any more.</summary>
    NotPending,

    /// <summary>The ticket's time is over.</summary>
    Expired,

    /// <summary>The reviewer is the agent or the user who asked.</summary>
    ReviewerIsRequester,

    /// <summary>The rules ask for somebody else.</summary>
    ReviewerNotEligible,

    /// <summary>The reviewer has answered already.</summary>
    AlreadyAnswered,

    /// <summary>The answer could not be recorded, so it does not count.</summary>
    EvidenceUnavailable,
}
