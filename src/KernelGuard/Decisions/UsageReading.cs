namespace KernelGuard.Decisions;

/// <summary>How much of a counter or throttle earlier calls had used up when a decision read it; the call itself excluded.</summary>
/// <param name="PolicyId">The id of its policy document.</param>
/// <param name="Name">The counter's name, or the throttle rule's id.</param>
/// <param name="Used">The sum of the window; exact.</param>
/// <param name="Limit">The throttle's limit; null for a counter.</param>
public sealed record UsageReading(string PolicyId, string Name, decimal Used, decimal? Limit = null);
