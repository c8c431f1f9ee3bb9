namespace KernelGuard.Approvals;

/// <summary>What one reviewer answered.</summary>
/// <param name="Reviewer">Who.</param>
/// <param name="Approved">Yes or no.</param>
/// <param name="Comment">Why, or null.</param>
/// <param name="Time">When, in UTC.</param>
public sealed record ApprovalAnswer(Reviewer Reviewer, bool Approved, string? Comment, DateTimeOffset Time);
