using System.Collections.Immutable;

namespace KernelGuard.Decisions;

/// <summary>What one <c>require_approval</c> rule asks for, or the mark of a tool. Where several rules ask, each must be satisfied.</summary>
/// <param name="Rule">The rule; null where it is the tool's own mark that asks.</param>
public sealed record ApprovalRequirement(RuleReference? Rule)
{
    /// <summary>Ids or roles of which a reviewer must have one; empty means any known reviewer.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>How many different reviewers must agree.</summary>
    /// <value>The default is 1. Must be from 1 to 100.</value>
    public int Quorum { get; init; } = 1;

    /// <summary>How long the ticket stays open before it counts as expired.</summary>
    /// <value>The default is 24 hours. Must be more than nothing, and at most 10,000 days.</value>
    public TimeSpan Within { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the call may be made after it was approved.</summary>
    /// <value>The default is 1 hour. Must be more than nothing, and at most 10,000 days.</value>
    public TimeSpan ClaimWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether one person may answer more than once towards the quorum.</summary>
    /// <value>The default is false.</value>
    public bool SamePerson { get; init; }
}
